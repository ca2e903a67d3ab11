package org.coverfiji.command;

import java.io.File;

import org.coverfiji.app.finetune.ClassificationReport;
import org.coverfiji.app.finetune.ClassificationSettings;
import org.coverfiji.app.finetune.ClassificationTrainer;
import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.app.forecast.TrainingForecast;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.setting.Setting;
import org.coverfiji.show.Tables;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

/** Plugins ▸ COVER ▸ COVER Fine-tune Classification...: a folder per class in, a classification model out. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Fine-tune Classification...",
        description = "Fine-tunes a pretrained model on images with a class each, so that it classifies others.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "fine-tune-classification"))
public class FineTuneClassificationCommand extends TrainingCommand {

    @Parameter(label = "Input (folder with a folder per class, or CSV)", style = "both", required = false,
            persist = false, callback = ESTIMATE, autoFill = false,
            description = "folder with a sub-folder per class, or a CSV file with the columns file, label and"
                    + " perhaps group")
    private File input;

    @Parameter(label = "Groups (pattern in the names)", required = false, persist = false,
            description = "regular expression whose first group is the patient in a file's name, such as ^(p\\d+)_;"
                    + " one patient's images are never split; empty = every image by itself")
    private String groups = "";

    @Parameter(label = "Model (pretrained; empty = from scratch)", style = "open", required = false, persist = false,
            callback = ESTIMATE, autoFill = false,
            description = "the pretrained model file (.cover); empty = train from scratch")
    private File model;

    @Parameter(label = "Output (model file, .cover)", style = "save", required = false, persist = false,
            autoFill = false, description = "the classification model (.cover) to write; its scores come beside it")
    private File output;

    @Parameter(label = "Protocol", choices = {"full", "linear"}, persist = false, callback = ESTIMATE,
            description = "full = all weights, linear = only the last layer on pooled features")
    private String protocol = "full";

    @Parameter(label = "Patch (sides, pixels)", persist = false, callback = ESTIMATE,
            description = "sides to which whole images are resized and padded, pixels: multiples of 16, one number or"
                    + " one per axis (z,y,x) such as 16,128,128; auto = the pretrained model's, from scratch what suits"
                    + " the images")
    private String patch = Setting.AUTO;

    @Parameter(label = "Resize (long side, pixels; 0 = the patch)", min = "0", persist = false, callback = ESTIMATE,
            description = "long side of the whole images, pixels, a multiple of 16, where it is to differ from the"
                    + " patch; 0 = the patch")
    private int resize;

    @Parameter(label = "Batch (images)", min = "1", persist = false, callback = ESTIMATE,
            description = "images per training step")
    private int batch = 4;

    @Parameter(label = "Iterations", min = "1", persist = false, callback = ESTIMATE,
            description = "training steps at most")
    private int iterations = 300;

    @Parameter(label = "Learning rate (peak; 0 = the protocol's)", min = "0", persist = false, callback = ESTIMATE,
            description = "highest learning rate of the schedule; 0 = one that suits the protocol")
    private double learning_rate;

    @Parameter(label = "Validation (fraction)", min = "0", max = "0.9", persist = false, callback = ESTIMATE,
            description = "share of the images (of the groups, where there are any) to hold back")
    private double validation = 0.2;

    @Parameter(label = "Test (fraction or folder)", persist = false, callback = ESTIMATE,
            description = "share of the images for the scores to quote, which choose nothing, or a folder or CSV file"
                    + " as for input")
    private String test = "0";

    @Parameter(label = "Flips (axes)", required = false, persist = false, callback = ESTIMATE,
            description = "axes along which images may be mirrored where anatomy allows, such as x or xy; empty = none")
    private String flips = "";

    @Parameter(label = "Dimensions (without a model)", choices = {"2D", "3D"}, persist = false, callback = ESTIMATE,
            description = "of the network where there is no pretrained model")
    private String dimensions = "2D";

    @Parameter(label = "Width (without a model; 0 = usual)", min = "0", persist = false, callback = ESTIMATE,
            description = "channels of the first level where there is no pretrained model; 0 = 16 in 2D, 8 in 3D")
    private int width;

    @Parameter(label = "Seed", persist = false, description = "fixes split, order and weights; repeats a run")
    private long seed = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false, callback = ESTIMATE,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false, initializer = ESTIMATE)
    private String estimate = "";

    @Parameter(label = "Resume", persist = false,
            description = "go on from the checkpoint or the finished model in the output file")
    private boolean resume;

    @Parameter(label = "Help", required = false, persist = false, callback = "showManual",
            description = "opens this command's page of the manual")
    private Button help;

    @Override
    protected void execute() {
        given("output", output, "the classification model (.cover) to write");
        ClassificationTable table = ClassificationTable.read(
                given("input", input, "a folder with a sub-folder per class, or a CSV file"), groups);
        ClassificationSettings.Builder builder = builder().images(table).output(output);
        ShareOrFile.read("test", test, builder::test, File::exists, "a folder or CSV file",
                source -> builder.testImages(ClassificationTable.read(source, groups)));
        ClassificationSettings settings = builder.build();
        if (!mayReplace(output, ModelDescription.CLASSIFICATION, resume)) {
            return;
        }
        try (WorkProgress work = progress("COVER fine-tuning")) {
            ClassificationTrainer trainer = new ClassificationTrainer(engine(device), settings);
            ClassificationReport report = fineTuned(trainer, work, output, window -> { }, trainer::run).report();
            if (report != null) {
                Tables.show(report.scores().confusionTable(), "COVER confusion matrix");
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
        return new TrainingForecast().classification(() -> builder().output(UNKNOWN).build());
    }

    /** Without an own long side, images are resized to the patch, whatever the model's were. */
    private ClassificationSettings.Builder builder() {
        return ClassificationSettings.builder().model(empty(model) ? null : model)
                .set(chosen("groups", "test", "resize")).resize(resize);
    }
}
