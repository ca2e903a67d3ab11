package org.coverfiji.command;

import java.io.File;
import java.util.Map;

import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.app.forecast.TrainingForecast;
import org.coverfiji.app.pretrain.PretrainResult;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.method.Recipe;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.setting.Setting;
import org.coverfiji.show.live.CropPictures;
import org.coverfiji.show.live.FieldPictures;
import org.coverfiji.show.live.RegistrationPictures;
import org.coverfiji.show.live.RestorationPictures;
import org.coverfiji.show.live.TrainingWindow;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;

/** Plugins ▸ COVER ▸ COVER Pretrain...: a folder of unlabelled images in, a pretrained model file out. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Pretrain...",
        description = "Pretrains a U-Net on unlabelled images, by COVER or another self-supervised method.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "pretrain"))
public class PretrainCommand extends TrainingCommand {

    @Parameter(label = "Input (folder or file; empty = open image)", style = "both", required = false, persist = false,
            callback = ESTIMATE, autoFill = false,
            description = "folder of images, or an image file; empty = the open image")
    private File input;

    @Parameter(label = "Recursive", persist = false, callback = ESTIMATE,
            description = "search the folders inside the input folder too")
    private boolean recursive;

    @Parameter(label = "Name filter (empty = all)", required = false, persist = false, callback = ESTIMATE,
            description = "only files whose name contains this, or matches it where it has * or ?; empty = all")
    private String name_filter = "";

    @Parameter(label = "Output (model file, .cover)", style = "save", required = false, persist = false,
            autoFill = false, description = "the model file (.cover) to write, with checkpoints while training")
    private File output;

    @Parameter(label = "Dimensions", choices = {"2D", "3D"}, persist = false, callback = ESTIMATE,
            description = "2D: every slice of a stack is an image; 3D: stacks are volumes")
    private String dimensions = "2D";

    @Parameter(label = "Channels (0 = as the images have)", min = "0", persist = false, callback = ESTIMATE,
            description = "input channels; 0 = as many as the images have; 1 turns RGB into luminance")
    private int channels;

    @Parameter(label = "Resize (long side, pixels; 0 = none)", persist = false, callback = ESTIMATE,
            description = "long side, pixels, to which images are resized before patches are cut; 0 = not resized; auto"
                    + " = what short runs before the training show to be best for large images")
    private String resize = Setting.AUTO;

    @Parameter(label = "Window (intensities; empty = percentiles)", required = false, persist = false,
            callback = ESTIMATE,
            description = "fixed intensity window that becomes 0 to 1, such as -100,400; empty = percentiles 0.5 to"
                    + " 99.5 of each image")
    private String window = "";

    @Parameter(label = "Patch (sides, pixels)", persist = false, callback = ESTIMATE,
            description = "sides of a training patch, pixels: multiples of 16, one number or one per axis (z,y,x) such"
                    + " as 16,128,128; auto = 128 in 2D, what suits the volumes in 3D")
    private String patch = Setting.AUTO;

    @Parameter(label = "Batch (pairs)", min = "1", persist = false, callback = ESTIMATE,
            description = "view pairs per training step")
    private int batch = 4;

    @Parameter(label = "Width (channels; 0 = automatic)", min = "0", persist = false, callback = ESTIMATE,
            description = "channels of the first U-Net level, a multiple of 8; deeper ones double; 0 = 16 in 2D, 8"
                    + " in 3D")
    private int width;

    @Parameter(label = "Iterations (steps)", min = "1", persist = false, callback = ESTIMATE,
            description = "training steps")
    private int iterations = 1000;

    @Parameter(label = "Learning rate (peak)", persist = false, callback = ESTIMATE,
            description = "highest learning rate of the schedule (warm-up, then cosine); auto = what short runs show to"
                    + " be best")
    private String learning_rate = String.valueOf(PretrainSettings.USUAL_LEARNING_RATE);

    @Parameter(label = "Method", choices = {"COVER", "Denoising", "In-painting", "Models Genesis", "Rotation",
            "SimSiam", "BYOL", "SimCLR", "MoCo v2", "DeepCluster", "VADeR", "DenseCL", "SetSim", "DSC-PM", "PixPro",
            "Chaitanya", "GVSL", "GEMINI"}, persist = false, callback = ESTIMATE, description = "pretraining method")
    private String method = "COVER";

    @Parameter(label = "Method settings (name:value, ...)", required = false, persist = false, callback = ESTIMATE,
            description = "the method's own settings, such as temperature:0.2, queue:1024; empty = its defaults")
    private String method_settings = "";

    @Parameter(label = "Motion (strength)", persist = false, callback = ESTIMATE,
            description = "COVER: how far the two views differ in space, above 0 and below 2; auto = what short runs"
                    + " show to be best")
    private String motion = "0.6";

    @Parameter(label = "Amplitude (pixels per level; 0 = automatic)", min = "0", persist = false, callback = ESTIMATE,
            description = "COVER: largest displacement per level, pixels of that level; 0 = 2 in 2D, 1 in 3D")
    private int amplitude;

    @Parameter(label = "Heads (per level)", persist = false, callback = ESTIMATE,
            description = "COVER: projection heads of the five levels, deepest first")
    private String heads = "4,4,4,1,1";

    @Parameter(label = "Consistency (weight)", min = "0", persist = false, callback = ESTIMATE,
            description = "COVER: weight of the consistency loss beside the vector loss")
    private double consistency = 1;

    @Parameter(label = "Seed", persist = false, description = "fixes weights and views; the same seed repeats a run")
    private long seed = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false, callback = ESTIMATE,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(label = "Resume", persist = false, description = "go on from the checkpoint in the output file")
    private boolean resume;

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false, initializer = ESTIMATE)
    private String estimate = "";

    @Parameter(label = "Help", required = false, persist = false, callback = "showManual",
            description = "opens this command's page of the manual")
    private Button help;

    @Override
    protected void execute() {
        PretrainSettings settings = settings();
        if (!mayReplace(output, ModelDescription.PRETRAINED, resume)) {
            return;
        }
        try (WorkProgress work = progress("COVER pretraining")) {
            Pretrainer pretrainer = new Pretrainer(engine(device), settings);
            Map<String, String> titles = settings.recipe().titles();
            PretrainResult result = watched(pretrainer, work, "Pretraining", output, titles,
                    window -> addPreviews(pretrainer, window, settings.recipe().preview()), pretrainer::run);
            if (!result.steps().isEmpty()) {
                IJ.log(result.summary(titles));
            }
            logFile(result.modelFile());
        }
    }

    private static void addPreviews(Pretrainer pretrainer, TrainingWindow window, Recipe.Preview kind) {
        if (kind == Recipe.Preview.FIELDS) {
            pretrainer.previews(window.previews(FieldPictures::new));
        } else if (kind == Recipe.Preview.RESTORATION) {
            pretrainer.batchPreviews(window.previews(RestorationPictures::new));
        } else if (kind == Recipe.Preview.CROPS) {
            pretrainer.batchPreviews(window.previews(CropPictures::new));
        } else if (kind == Recipe.Preview.REGISTRATION) {
            pretrainer.batchPreviews(window.previews(RegistrationPictures::new));
        }
    }

    /** For the dialog, when a value has changed. */
    void updateEstimate() {
        estimate = ForecastText.html(this);
    }

    @Override
    public Forecast forecast() {
        // What is not chosen yet does not matter to the rest.
        return new TrainingForecast().images(input, recursive, name_filter, WindowManager.getCurrentImage())
                .pretraining(() -> builder().input(empty(input) ? UNKNOWN : input).output(UNKNOWN).build());
    }

    private PretrainSettings settings() {
        given("output", output, "the model file (.cover) to write");
        PretrainSettings.Builder builder = builder().output(output);
        if (!empty(input)) {
            return builder.input(input).build();
        }
        ImagePlus open = open("input is missing and no image is open; give a folder of images or an image file, or open"
                + " one.");
        return builder.images(new ImageReader(count(dimensions), channels).convert(open)).build();
    }

    private PretrainSettings.Builder builder() {
        return PretrainSettings.builder(count(dimensions)).set(chosen("dimensions", "window"))
                .normalization(IntensityWindow.parse(window));
    }
}
