package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;

import org.coverfiji.app.apply.ImageSegmentation;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.correct.LabelCollection;
import org.coverfiji.app.correct.ModelNames;
import org.coverfiji.app.finetune.FineTuneResult;
import org.coverfiji.app.finetune.SegmentationReport;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.app.forecast.TrainingForecast;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.metric.SegmentationScores;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.show.live.LabelPictures;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;

/** Plugins ▸ COVER ▸ COVER Correct and Train On...: a corrected prediction becomes a label, and training goes on. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Correct and Train On...",
        description = "Makes a label of a corrected prediction, trains the model on with it and segments again.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "correct-and-train"), @Attr(name = NO_RECORD)})
public class CorrectAndTrainCommand extends TrainingCommand {

    private static final double OPACITY = 0.4;

    @Parameter(label = "Image", required = false, persist = false,
            description = "the image that was segmented, or its label image",
            attrs = {@Attr(name = BASIC),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file")})
    private ImagePlus image;

    @Parameter(label = "Label image", required = false, persist = false,
            description = "title of the open label image, or its file",
            attrs = @Attr(name = AUTOMATIC, value = "empty = the one that COVER Segment showed"))
    private String labels = "";

    @Parameter(label = "Class of the selection", required = false, persist = false,
            description = "class, by name or number, that the current selection is painted with",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = not used")})
    private String selection = "";

    @Parameter(label = "Segmentation model", style = "open", required = false, persist = false, autoFill = false,
            description = "the model (.cover) to train on",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = the one that made the prediction")})
    private File model;

    @Parameter(label = "Folder of corrected images", style = "directory", required = false, persist = false,
            autoFill = false,
            description = "a folder that collects corrected images, all of which are trained on",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = beside the model, called after it")})
    private File folder;

    @Parameter(label = "Folder of earlier labels", style = "directory", required = false, persist = false,
            autoFill = false,
            description = "a folder with folders images and labels that the model was trained on, which are mixed in so"
                    + " that it does not forget them",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = none")})
    private File earlier;

    @Parameter(label = "Model file to write", style = "save", required = false, persist = false, autoFill = false,
            description = "the segmentation model (.cover) to write",
            attrs = {@Attr(name = BASIC),
                @Attr(name = UNIT, value = ".cover"),
                @Attr(name = AUTOMATIC, value = "empty = beside the model, with the next number")})
    private File output;

    @Parameter(label = "Iterations", min = "1", persist = false,
            description = "training steps at most",
            attrs = {@Attr(name = BASIC),
                @Attr(name = UNIT, value = "steps")})
    private int iterations = 100;

    @Parameter(label = "Learning rate", min = "0", persist = false,
            description = "highest learning rate of the schedule",
            attrs = @Attr(name = AUTOMATIC, value = "0 = a fifth of that of a new fine-tuning"))
    private double learning_rate;

    @Parameter(label = "Batch", min = "1", persist = false,
            description = "patches per training step",
            attrs = @Attr(name = UNIT, value = "patches"))
    private int batch = 4;

    @Parameter(label = "Mirror along", required = false, persist = false,
            description = "axes along which patches may be mirrored where anatomy allows, such as x or xy",
            attrs = {@Attr(name = UNIT, value = "axes"),
                @Attr(name = AUTOMATIC, value = "empty = none")})
    private String flips = "";

    @Parameter(label = "Earlier labels number objects", persist = false,
            description = "in earlier labels every value above 0 is class 1, as where they number single cells")
    private boolean instances;

    @Parameter(label = "Leave unlabelled pixels of earlier labels out", persist = false,
            description = "in earlier labels pixels of value 0 do not count, as with scribbles")
    private boolean ignore;

    @Parameter(label = "Seed", persist = false,
            description = "fixes patches; repeats a run")
    private long seed = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(type = ItemIO.OUTPUT)
    private ImagePlus segmentation;

    @Override
    protected void execute() {
        Correction correction = new Correction(image, labels);
        ModelDescription description = correction.description(model);
        File from = correction.model(model);
        File target = empty(output) ? ModelNames.next(from) : output;
        SegmentationSettings.Builder settings = builder(from, description).output(target);
        if (!mayReplace(target, ModelDescription.SEGMENTATION, false)) {
            return;
        }
        LabelCollection collection = new LabelCollection(empty(folder) ? ModelNames.collection(from) : folder,
                description.classes());
        File saved = collection.save(correction.image(),
                correction.correct(description.classes(), selection, IJ::log).planes());
        IJ.log("Wrote " + saved);
        SourceImage taken = new SourceImage(correction.image(), new ImageReader(description.network()));
        try (WorkProgress work = progress("COVER training on")) {
            work.interrupting().phase("Reading the images…");
            settings.labelled(labelled(collection, description));
            Engine engine = engine(device);
            SegmentationTrainer trainer = new SegmentationTrainer(engine, settings.build());
            FineTuneResult<SegmentationReport> result = fineTuned(trainer, work, target,
                    window -> trainer.previews(window.previews(LabelPictures::new)), trainer::run);
            if (result.report() != null) {
                show(correction, taken, target, engine, work, result.report().scores());
            }
        }
    }

    /** The image as the new model sees it, in the place of the earlier prediction, to be corrected further. */
    private void show(Correction correction, SourceImage taken, File newModel, Engine engine, WorkProgress work,
            SegmentationScores scores) {
        ImagePlus source = correction.image();
        ModelFile file = ModelFile.read(newModel);
        try (Segmenter segmenter = new Segmenter(engine, file, SegmentSettings.builder().build())) {
            segmenter.setLog(IJ::log).setListener((done, total) -> work.step(done, total,
                    "Tile " + done + " of " + total, "The segmentation was cancelled."));
            ImageSegmentation result = taken.segmented(segmenter, false);
            boolean outlines = correction.hasOutlines();
            ImagePlus before = correction.shownLabels();
            if (before != null) {
                before.changes = false;
                before.close();
            }
            try (ResultWindows windows = new ResultWindows(source)) {
                segmentation = windows.show(result, source, newModel);
                taken.lay(result, OPACITY);
                if (outlines) {
                    taken.showOutlines(result, windows);
                }
                windows.show(scores.toTable(), scores.means(), "COVER validation scores");
            }
        }
    }

    private LabelledImages labelled(LabelCollection collection, ModelDescription description) {
        ImageReader reader = new ImageReader(description.network());
        LabelledImages corrected = collection.read(reader);
        if (empty(earlier)) {
            return corrected;
        }
        LabelPairs pairs = LabelPairs.match(new File(earlier, "images"), new File(earlier, "labels"), reader);
        IJ.log("Earlier: " + pairs.report());
        int classes = description.classes().size();
        return LabelledImages.read(pairs, new LabelRule(instances, ignore, instances ? 0 : classes), reader)
                .named(description.classes()).corrected(corrected);
    }

    private SegmentationSettings.Builder builder(File from, ModelDescription description) {
        return SegmentationSettings.builder().model(from).goOn(true)
                .protocol(description.fineTuning().protocol()).iterations(iterations)
                .set(chosen("labels", "selection", "instances", "ignore"));
    }

    @Override
    public Forecast forecast() {
        ImagePlus open = WindowManager.getCurrentImage();
        return new TrainingForecast().images(null, false, "", open).segmentation(() -> {
            Correction correction = new Correction(open, "");
            return builder(correction.model(model), correction.description(model)).output(UNKNOWN).images(UNKNOWN)
                    .labels(UNKNOWN).build();
        });
    }
}
