package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOLDER;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.ONLY_FOR;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;
import java.util.function.BiConsumer;
import java.util.function.DoubleConsumer;

import org.coverfiji.app.finetune.FineTuneSettings;
import org.coverfiji.app.finetune.SegmentationReport;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.finetune.SegmentationTrainer;
import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.app.forecast.TrainingForecast;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.RoiLabels;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.setting.Setting;
import org.coverfiji.show.Tables;
import org.coverfiji.show.live.LabelPictures;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.ImagePlus;
import ij.WindowManager;

/** Plugins ▸ COVER ▸ COVER Fine-tune Segmentation...: few labelled images in, a segmentation model out. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Fine-tune Segmentation...",
        description = "Fine-tunes a pretrained model on few labelled images, so that it segments others like them.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "fine-tune-segmentation"), @Attr(name = NO_RECORD)})
public class FineTuneSegmentationCommand extends TrainingCommand {

    @Parameter(label = "Folder or file", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of images, or one image",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = NEEDED),
                @Attr(name = FOR_MACROS, value = "empty = the open image with its ROIs as labels")})
    private File images;

    @Parameter(label = "Labels", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of label images whose names match the images', also with _label, _mask or _seg",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = NEEDED)})
    private File labels;

    @Parameter(label = "Pretrained model", style = "open", required = false, persist = false, autoFill = false,
            description = "the pretrained model file (.cover)",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = train from scratch")})
    private File model;

    @Parameter(label = "Model file to write", style = "save", required = false, persist = false, autoFill = false,
            description = "the segmentation model (.cover) to write; its scores come beside it",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED), @Attr(name = UNIT, value = ".cover")})
    private File output;

    @Parameter(label = "Train", choices = {"full", "linear", "decoder"}, persist = false,
            description = "full = all weights, linear = only the head on all levels, decoder = way up and head",
            attrs = @Attr(name = BASIC))
    private String protocol = "full";

    @Parameter(label = "Treat all objects as one class", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells",
            attrs = @Attr(name = BASIC))
    private boolean instances;

    @Parameter(label = "Leave unlabelled pixels out", persist = false,
            description = "pixels with label 0, or without a ROI, do not count, as with scribbles",
            attrs = @Attr(name = BASIC))
    private boolean ignore;

    @Parameter(label = "Class names", required = false, persist = false,
            description = "names with commas between, in the order of the labels, such as background, nucleus",
            attrs = @Attr(name = AUTOMATIC, value = "empty = numbers, or the ROIs' names"))
    private String class_names = "";

    @Parameter(label = "Patch", persist = false,
            description = "sides of a training patch: multiples of 16, one number or one per axis (z,y,x) such as"
                    + " 16,128,128",
            attrs = {@Attr(name = UNIT, value = "pixels"),
                @Attr(name = AUTOMATIC, value = "auto = the pretrained model's, from scratch what suits the images")})
    private String patch = Setting.AUTO;

    @Parameter(label = "Resize long side to", min = "-1", persist = false,
            description = "long side to which images are resized before patches are cut",
            attrs = {@Attr(name = UNIT, value = "pixels"), @Attr(name = FOR_MACROS, value = "0 = not resized"),
                @Attr(name = AUTOMATIC, value = "-1 = as the pretrained model's images were")})
    private int resize = FineTuneSettings.OF_THE_MODEL;

    @Parameter(label = "Batch", min = "1", persist = false,
            description = "patches per training step",
            attrs = @Attr(name = UNIT, value = "patches"))
    private int batch = 4;

    @Parameter(label = "Iterations at most", min = "1", persist = false,
            description = "training steps at most",
            attrs = @Attr(name = BASIC))
    private int iterations = 300;

    @Parameter(label = "Learning rate", min = "0", persist = false,
            description = "highest learning rate of the schedule",
            attrs = @Attr(name = AUTOMATIC, value = "0 = one that suits the protocol"))
    private double learning_rate;

    @Parameter(label = "Validation (share or folder)", persist = false,
            description = "share of the labelled images to hold back, or a folder with folders images and labels")
    private String validation = "0.2";

    @Parameter(label = "Test (share or folder)", persist = false,
            description = "share of the labelled images for the score to quote, which choose nothing, or a folder with"
                    + " folders images and labels")
    private String test = "0";

    @Parameter(label = "Patient in the file name", required = false, persist = false,
            description = "regular expression whose first group is the patient in a file's name, such as ^(p\\d+)_;"
                    + " one patient's images are never split",
            attrs = @Attr(name = AUTOMATIC, value = "empty = by file, or DICOM's patient"))
    private String group = "";

    @Parameter(label = "Patience", min = "1", persist = false,
            description = "stop early after so many validations without a better Dice",
            attrs = @Attr(name = UNIT, value = "validations"))
    private int patience = 8;

    @Parameter(label = "Share of patches on foreground", min = "0", max = "1", persist = false,
            description = "share of the patches that are centred on labelled foreground, 0 to 1")
    private double foreground = 0.5;

    @Parameter(label = "Mirror along axes", required = false, persist = false,
            description = "axes along which patches may be mirrored where anatomy allows, such as x or xy",
            attrs = @Attr(name = AUTOMATIC, value = "empty = none"))
    private String flips = "";

    @Parameter(label = "Dimensions", choices = {"2D", "3D"}, persist = false,
            description = "of the network where there is no pretrained model")
    private String dimensions = "2D";

    @Parameter(label = "Width", min = "0", persist = false,
            description = "channels of the first level where there is no pretrained model",
            attrs = {@Attr(name = UNIT, value = "channels"), @Attr(name = AUTOMATIC, value = "0 = 16 in 2D, 8 in 3D")})
    private int width;

    @Parameter(label = "Seed", persist = false,
            description = "fixes split, patches and weights; repeats a run")
    private long seed = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(label = "Precision", choices = {"float32", "bf16"}, persist = false,
            description = "of what convolutions multiply while training; bf16 = faster on processors that have it,"
                    + " above all in 3D")
    private String precision = "float32";

    @Parameter(label = "Go on from the checkpoint", persist = false,
            description = "go on from the checkpoint or the finished model in the output file")
    private boolean resume;

    @Override
    protected void execute() {
        SegmentationSettings settings = settings();
        if (!mayReplace(output, ModelDescription.SEGMENTATION, resume)) {
            return;
        }
        try (WorkProgress work = progress("COVER fine-tuning")) {
            SegmentationTrainer trainer = new SegmentationTrainer(engine(device), settings);
            SegmentationReport report = fineTuned(trainer, work, output,
                    window -> trainer.previews(window.previews(LabelPictures::new)), trainer::run).report();
            if (report != null) {
                Tables.show(report.scores().toTable(), report.scores().means(), "COVER validation scores");
            }
            if (report != null && report.testScores() != null) {
                Tables.show(report.testScores().toTable(), "COVER test scores");
            }
        }
    }

    @Override
    public Forecast forecast() {
        // What is not chosen yet does not matter to the rest.
        return new TrainingForecast().images(images, false, "", WindowManager.getCurrentImage())
                .segmentation(() -> builder().output(UNKNOWN).images(UNKNOWN).labels(UNKNOWN).build());
    }

    private SegmentationSettings.Builder builder() {
        SegmentationSettings.Builder builder = SegmentationSettings.builder().model(empty(model) ? null : model)
                .set(chosen("instances", "ignore", "class_names", "validation", "test"))
                .labelRule(new LabelRule(instances, ignore, 0)).classNames(class_names);
        setPart("validation", validation, builder::validation, builder::validation);
        setPart("test", test, builder::test, builder::test);
        return builder;
    }

    private static void setPart(String key, String text, DoubleConsumer share, BiConsumer<File, File> folders) {
        ShareOrFile.read(key, text, share, File::isDirectory, "a folder",
                folder -> folders.accept(new File(folder, "images"), new File(folder, "labels")));
    }

    private SegmentationSettings settings() {
        given("output", output, "the segmentation model (.cover) to write");
        SegmentationSettings.Builder builder = builder().output(output);
        if (!empty(images)) {
            return builder.images(images).labels(given("labels", labels, "the folder of label images")).build();
        }
        ImagePlus open = open("images is missing and no image is open; give a folder of images, or open an image and"
                + " draw ROIs on it.");
        return builder.labelled(RoiLabels.read(open, RoiLabels.rois(open), ignore, reader())).build();
    }

    private ImageReader reader() {
        if (empty(model)) {
            return new ImageReader(count(dimensions), 0);
        }
        NetworkConfiguration network = ModelFile.readDescription(model).network();
        return new ImageReader(network.dimensions(), network.inputChannels());
    }
}
