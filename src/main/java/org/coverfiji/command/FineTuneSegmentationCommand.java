package org.coverfiji.command;

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
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.ImagePlus;
import ij.WindowManager;

/** Plugins ▸ COVER ▸ COVER Fine-tune Segmentation...: few labelled images in, a segmentation model out. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Fine-tune Segmentation...",
        description = "Fine-tunes a pretrained model on few labelled images, so that it segments others like them.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "fine-tune-segmentation"))
public class FineTuneSegmentationCommand extends TrainingCommand {

    @Parameter(label = "Images (folder or file; empty = the open image)", style = "both", required = false,
            persist = false, callback = ESTIMATE, autoFill = false,
            description = "folder of images, or one image; empty = the open image with its ROIs as labels")
    private File images;

    @Parameter(label = "Labels (folder or file)", style = "both", required = false, persist = false,
            callback = ESTIMATE, autoFill = false,
            description = "folder of label images whose names match the images', also with _label, _mask or _seg")
    private File labels;

    @Parameter(label = "Model (pretrained; empty = from scratch)", style = "open", required = false, persist = false,
            callback = ESTIMATE, autoFill = false,
            description = "the pretrained model file (.cover); empty = train from scratch")
    private File model;

    @Parameter(label = "Output (model file, .cover)", style = "save", required = false, persist = false,
            autoFill = false, description = "the segmentation model (.cover) to write; its scores come beside it")
    private File output;

    @Parameter(label = "Protocol", choices = {"full", "linear", "decoder"}, persist = false, callback = ESTIMATE,
            description = "full = all weights, linear = only the head on all levels, decoder = way up and head")
    private String protocol = "full";

    @Parameter(label = "Instances (are one class)", persist = false, callback = ESTIMATE,
            description = "every label above 0 is class 1, as where labels number single cells")
    private boolean instances;

    @Parameter(label = "Ignore (what is not labelled)", persist = false, callback = ESTIMATE,
            description = "pixels with label 0, or without a ROI, do not count, as with scribbles")
    private boolean ignore;

    @Parameter(label = "Class names (in label order; empty = numbers)", required = false, persist = false,
            callback = ESTIMATE, description = "names with commas between, in the order of the labels, such as"
                    + " background, nucleus; empty = numbers, or the ROIs' names")
    private String class_names = "";

    @Parameter(label = "Patch (sides, pixels)", persist = false, callback = ESTIMATE,
            description = "sides of a training patch, pixels: multiples of 16, one number or one per axis (z,y,x) such"
                    + " as 16,128,128; auto = the pretrained model's, from scratch what suits the images")
    private String patch = Setting.AUTO;

    @Parameter(label = "Resize (long side, pixels; -1 = as for the model)", min = "-1", persist = false,
            callback = ESTIMATE, description = "long side, pixels, to which images are resized before patches are cut;"
                    + " 0 = not resized, -1 = as the pretrained model's images were")
    private int resize = FineTuneSettings.OF_THE_MODEL;

    @Parameter(label = "Batch (patches)", min = "1", persist = false, callback = ESTIMATE,
            description = "patches per training step")
    private int batch = 4;

    @Parameter(label = "Iterations", min = "1", persist = false, callback = ESTIMATE,
            description = "training steps at most")
    private int iterations = 300;

    @Parameter(label = "Learning rate (peak; 0 = the protocol's)", min = "0", persist = false, callback = ESTIMATE,
            description = "highest learning rate of the schedule; 0 = one that suits the protocol")
    private double learning_rate;

    @Parameter(label = "Validation (fraction or folder)", persist = false, callback = ESTIMATE,
            description = "share of the labelled images to hold back, or a folder with folders images and labels")
    private String validation = "0.2";

    @Parameter(label = "Test (fraction or folder)", persist = false, callback = ESTIMATE,
            description = "share of the labelled images for the score to quote, which choose nothing, or a folder with"
                    + " folders images and labels")
    private String test = "0";

    @Parameter(label = "Group (pattern in the names)", required = false, persist = false,
            description = "regular expression whose first group is the patient in a file's name, such as ^(p\\d+)_;"
                    + " one patient's images are never split; empty = by file, or DICOM's patient")
    private String group = "";

    @Parameter(label = "Patience (validations)", min = "1", persist = false, callback = ESTIMATE,
            description = "stop early after so many validations without a better Dice")
    private int patience = 8;

    @Parameter(label = "Foreground (share, 0 to 1)", min = "0", max = "1", persist = false, callback = ESTIMATE,
            description = "share of the patches that are centred on labelled foreground")
    private double foreground = 0.5;

    @Parameter(label = "Flips (axes)", required = false, persist = false, callback = ESTIMATE,
            description = "axes along which patches may be mirrored where anatomy allows, such as x or xy; empty ="
                    + " none")
    private String flips = "";

    @Parameter(label = "Dimensions (without a model)", choices = {"2D", "3D"}, persist = false, callback = ESTIMATE,
            description = "of the network where there is no pretrained model")
    private String dimensions = "2D";

    @Parameter(label = "Width (without a model; 0 = usual)", min = "0", persist = false, callback = ESTIMATE,
            description = "channels of the first level where there is no pretrained model; 0 = 16 in 2D, 8 in 3D")
    private int width;

    @Parameter(label = "Seed", persist = false, description = "fixes split, patches and weights; repeats a run")
    private long seed = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false, callback = ESTIMATE,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(label = "Resume", persist = false,
            description = "go on from the checkpoint or the finished model in the output file")
    private boolean resume;

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false, initializer = ESTIMATE)
    private String estimate = "";

    @Parameter(label = "Help", required = false, persist = false, callback = "showManual",
            description = "opens this command's page of the manual")
    private Button help;

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

    /** For the dialog, when a value has changed. */
    void updateEstimate() {
        estimate = ForecastText.html(this);
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
