package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOLDER;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.OF_METHOD;
import static org.coverfiji.command.DialogHints.ONLY_FOR;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;
import java.util.Map;

import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.app.forecast.TrainingForecast;
import org.coverfiji.app.pretrain.PretrainResult;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.pretrain.Pretrainer;
import org.coverfiji.app.training.IntensityWindow;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.method.Recipe;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.setting.Setting;
import org.coverfiji.show.live.CropPictures;
import org.coverfiji.show.live.FieldPictures;
import org.coverfiji.show.live.RegistrationPictures;
import org.coverfiji.show.live.RestorationPictures;
import org.coverfiji.show.live.TrainingWindow;
import org.coverfiji.show.live.ViewPictures;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;

/** Plugins ▸ COVER ▸ COVER Pretrain...: a folder of unlabelled images in, a pretrained model file out. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Pretrain...",
        description = "Pretrains a U-Net on unlabelled images, by COVER or another self-supervised method.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "pretrain"), @Attr(name = NO_RECORD)})
public class PretrainCommand extends TrainingCommand {

    @Parameter(label = "Folder or file", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of images, or an image file",
            attrs = {@Attr(name = BASIC), @Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = NEEDED),
                @Attr(name = FOR_MACROS, value = "empty = the open image")})
    private File input;

    @Parameter(label = "Search sub-folders too", persist = false,
            description = "search the folders inside the input folder too",
            attrs = @Attr(name = ONLY_FOR, value = FOLDER))
    private boolean recursive;

    @Parameter(label = "Only files named", required = false, persist = false,
            description = "only files whose name contains this, or matches it where it has * or ?",
            attrs = {@Attr(name = ONLY_FOR, value = FOLDER), @Attr(name = AUTOMATIC, value = "empty = all")})
    private String name_filter = "";

    @Parameter(label = "Model file to write", style = "save", required = false, persist = false, autoFill = false,
            description = "the model file (.cover) to write, with checkpoints while training",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED), @Attr(name = UNIT, value = ".cover")})
    private File output;

    @Parameter(label = "Dimensions", choices = {"2D", "3D"}, persist = false,
            description = "2D: every slice of a stack is an image; 3D: stacks are volumes",
            attrs = @Attr(name = BASIC))
    private String dimensions = "2D";

    @Parameter(label = "Channels", min = "0", persist = false,
            description = "input channels; 1 turns RGB into luminance",
            attrs = @Attr(name = AUTOMATIC, value = "0 = as many as the images have"))
    private int channels;

    @Parameter(label = "Resize long side to", persist = false,
            description = "long side to which images are resized before patches are cut, or 0 for none",
            attrs = {@Attr(name = BASIC), @Attr(name = UNIT, value = "pixels"),
                @Attr(name = AUTOMATIC, value = "auto = found by short runs")})
    private String resize = Setting.AUTO;

    @Parameter(label = "Intensity window", required = false, persist = false,
            description = "fixed intensities that become 0 to 1, such as -100,400",
            attrs = @Attr(name = AUTOMATIC, value = "empty = percentiles 0.5 to 99.5 of each image"))
    private String window = "";

    @Parameter(label = "Patch", persist = false,
            description = "sides of a training patch: multiples of 16, one number or one per axis (z,y,x) such as"
                    + " 16,128,128",
            attrs = {@Attr(name = UNIT, value = "pixels"),
                @Attr(name = AUTOMATIC, value = "auto = 128 in 2D, what suits the volumes in 3D")})
    private String patch = Setting.AUTO;

    @Parameter(label = "Batch", min = "1", persist = false,
            description = "view pairs per training step",
            attrs = @Attr(name = UNIT, value = "pairs"))
    private int batch = 4;

    @Parameter(label = "Width", min = "0", persist = false,
            description = "channels of the first U-Net level, a multiple of 8; deeper ones double",
            attrs = {@Attr(name = UNIT, value = "channels"), @Attr(name = AUTOMATIC, value = "0 = 16 in 2D, 8 in 3D")})
    private int width;

    @Parameter(label = "Iterations", min = "1", persist = false,
            description = "training steps",
            attrs = @Attr(name = BASIC))
    private int iterations = 1000;

    @Parameter(label = "Learning rate", persist = false,
            description = "highest learning rate of the schedule (warm-up, then cosine)",
            attrs = @Attr(name = FOR_MACROS, value = "auto = what short runs show to be best"))
    private String learning_rate = String.valueOf(PretrainSettings.USUAL_LEARNING_RATE);

    @Parameter(label = "Method", choices = {"COVER", "Denoising", "In-painting", "Models Genesis", "Rotation",
            "SimSiam", "BYOL", "SimCLR", "MoCo v2", "DeepCluster", "VADeR", "DenseCL", "SetSim", "DSC-PM", "PixPro",
            "Chaitanya", "GVSL", "GEMINI"}, persist = false, description = "pretraining method",
            attrs = @Attr(name = BASIC))
    private String method = "COVER";

    @Parameter(label = "Method's settings", required = false, persist = false,
            description = "the method's own settings, such as temperature:0.2, queue:1024",
            attrs = @Attr(name = AUTOMATIC, value = "empty = its defaults"))
    private String method_settings = "";

    @Parameter(label = "Motion", persist = false,
            description = "COVER: how far the two views differ in space, above 0 and below 2; auto = what short runs"
                    + " show to be best",
            attrs = @Attr(name = OF_METHOD))
    private String motion = "0.6";

    @Parameter(label = "Amplitude", min = "0", persist = false,
            description = "COVER: largest displacement per level, pixels of that level",
            attrs = {@Attr(name = OF_METHOD), @Attr(name = UNIT, value = "pixels per level"),
                @Attr(name = AUTOMATIC, value = "0 = 2 in 2D, 1 in 3D")})
    private int amplitude;

    @Parameter(label = "Heads per level", persist = false,
            description = "COVER: projection heads of the five levels, deepest first",
            attrs = @Attr(name = OF_METHOD))
    private String heads = "4,4,4,1,1";

    @Parameter(label = "Weight of consistency", min = "0", persist = false,
            description = "COVER: weight of the consistency loss beside the vector loss",
            attrs = @Attr(name = OF_METHOD))
    private double consistency = 1;

    @Parameter(label = "Seed", persist = false,
            description = "fixes weights and views; the same seed repeats a run")
    private long seed = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(label = "Precision", choices = {"float32", "bf16"}, persist = false,
            description = "of what convolutions multiply while training; bf16 = faster on processors that have it,"
                    + " above all in 3D")
    private String precision = "float32";

    @Parameter(label = "Go on from the checkpoint", persist = false,
            description = "go on from the checkpoint in the output file")
    private boolean resume;

    @Override
    protected void execute() {
        PretrainSettings settings = settings();
        if (!mayReplace(output, ModelDescription.PRETRAINED, resume)) {
            return;
        }
        try (WorkProgress work = progress("COVER pretraining")) {
            Pretrainer pretrainer = new Pretrainer(engine(device), settings);
            Map<String, String> titles = pretrainer.titles();
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
        } else if (kind == Recipe.Preview.VIEWS) {
            pretrainer.batchPreviews(window.previews(ViewPictures::new));
        } else if (kind == Recipe.Preview.REGISTRATION) {
            pretrainer.batchPreviews(window.previews(RegistrationPictures::new));
        }
    }

    @Override
    public Forecast forecast() {
        // What is not chosen yet does not matter to the rest.
        return new TrainingForecast().images(input, recursive, name_filter, WindowManager.getCurrentImage())
                .pretraining(() -> builder().input(Forecasting.known(input)).output(UNKNOWN).build());
    }

    /** What its values mean. @throws org.coverfiji.CoverException if they cannot work */
    public PretrainSettings settings() {
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
