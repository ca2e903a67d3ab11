package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;

import org.coverfiji.app.apply.ModelSheet;
import org.coverfiji.app.apply.SegmentSettings;
import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.embed.Embedder;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.image.PictureFile;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Contact Sheet...: one picture of what the models make of labelled images. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Contact Sheet...",
        description = "Draws images, labels, predictions and embedding colours side by side, to look at.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "contact-sheet"), @Attr(name = NO_RECORD)})
public class ContactSheetCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Images", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of labelled images, or one image",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File images;

    @Parameter(label = "Labels", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of label images whose names match the images'",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File labels;

    @Parameter(label = "Treat all objects as one class", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells",
            attrs = @Attr(name = BASIC))
    private boolean instances;

    @Parameter(label = "Segmentation model", style = "open", required = false, persist = false, autoFill = false,
            description = "the segmentation model file (.cover)",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File model;

    @Parameter(label = "Pretrained model", style = "open", required = false, persist = false, autoFill = false,
            description = "the pretrained model file (.cover) whose embedding is shown",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File pretrained;

    @Parameter(label = "Picture to write", style = "save", required = false, persist = false, autoFill = false,
            description = "the picture (.png) to write",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED), @Attr(name = UNIT, value = ".png")})
    private File output;

    @Parameter(label = "Rows at most", min = "1", persist = false,
            description = "images shown at most",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = "images")})
    private int rows = 4;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Override
    protected void execute() {
        given("images", images, "a folder of labelled images");
        given("labels", labels, "a folder of label images");
        ModelFile segmentation = ModelFile.read(given("model", model, "the segmentation model file (.cover)"),
                ModelDescription.SEGMENTATION);
        ModelFile embedding = ModelFile.read(given("pretrained", pretrained, "the pretrained model file (.cover)"));
        PictureFile.requireReplaceable(given("output", output, "the picture (.png) to write"));
        ImageReader reader = new ImageReader(segmentation.description().network());
        try (WorkProgress work = progress(status, tasks, "COVER contact sheet")) {
            work.phase("Reading the images…");
            LabelledImages labelled = LabelledImages.read(LabelPairs.match(images, labels, reader),
                    new LabelRule(instances, false, 0), reader);
            labelled.notes().forEach(IJ::log);
            Engine engine = engine(device);
            try (Segmenter segmenter = new Segmenter(engine, segmentation, SegmentSettings.builder().build());
                    Embedder embedder = new Embedder(engine, embedding, ModelSheet.embedSettings())) {
                new ModelSheet(segmenter, embedder).write(labelled, rows, output, (done, total) -> work.step(done,
                        total, "Image " + done + " of " + total, "The contact sheet was cancelled."));
            }
        }
        IJ.log("Wrote " + output);
    }
}
