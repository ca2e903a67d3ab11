package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

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
import org.coverfiji.show.live.ClassPictures;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Plugins ▸ COVER ▸ COVER Fine-tune Classification...: a folder per class in, a classification model out. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Fine-tune Classification...",
        description = "Fine-tunes a pretrained model on images with a class each, so that it classifies others.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "fine-tune-classification"), @Attr(name = NO_RECORD)})
public class FineTuneClassificationCommand extends TrainingCommand {

    @Parameter(label = "Images by class", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder with a sub-folder per class, or a CSV file with the columns file, label and perhaps"
                    + " group",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File input;

    @Parameter(label = "Patient in the file name", required = false, persist = false,
            description = "regular expression whose first group is the patient in a file's name, such as ^(p\\d+)_;"
                    + " one patient's images are never split",
            attrs = @Attr(name = AUTOMATIC, value = "empty = every image by itself"))
    private String groups = "";

    @Parameter(label = "Pretrained model", style = "open", required = false, persist = false, autoFill = false,
            description = "the pretrained model file (.cover)",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = train from scratch")})
    private File model;

    @Parameter(label = "Model file to write", style = "save", required = false, persist = false, autoFill = false,
            description = "the classification model (.cover) to write; its scores come beside it",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED), @Attr(name = UNIT, value = ".cover")})
    private File output;

    @Parameter(label = "Train", choices = {"full", "linear"}, persist = false,
            description = "full = all weights, linear = only the last layer on pooled features",
            attrs = @Attr(name = BASIC))
    private String protocol = "full";

    @Parameter(label = "Patch", persist = false,
            description = "sides to which whole images are resized and padded: multiples of 16, one number or one per"
                    + " axis (z,y,x) such as 16,128,128",
            attrs = {@Attr(name = UNIT, value = "pixels"),
                @Attr(name = AUTOMATIC, value = "auto = the pretrained model's, from scratch what suits the images")})
    private String patch = Setting.AUTO;

    @Parameter(label = "Long side of the images", min = "0", persist = false,
            description = "long side of the whole images, a multiple of 16, where it is to differ from the patch",
            attrs = {@Attr(name = UNIT, value = "pixels"), @Attr(name = AUTOMATIC, value = "0 = the patch")})
    private int resize;

    @Parameter(label = "Batch", min = "1", persist = false,
            description = "images per training step",
            attrs = @Attr(name = UNIT, value = "images"))
    private int batch = 4;

    @Parameter(label = "Iterations at most", min = "1", persist = false,
            description = "training steps at most",
            attrs = @Attr(name = BASIC))
    private int iterations = 300;

    @Parameter(label = "Learning rate", min = "0", persist = false,
            description = "highest learning rate of the schedule",
            attrs = @Attr(name = AUTOMATIC, value = "0 = one that suits the protocol"))
    private double learning_rate;

    @Parameter(label = "Validation share", min = "0", max = "0.9", persist = false,
            description = "share of the images (of the groups, where there are any) to hold back",
            attrs = @Attr(name = BASIC))
    private double validation = 0.2;

    @Parameter(label = "Test (share, folder or CSV)", persist = false,
            description = "share of the images for the scores to quote, which choose nothing, or a folder or CSV file"
                    + " as for input")
    private String test = "0";

    @Parameter(label = "Mirror along axes", required = false, persist = false,
            description = "axes along which images may be mirrored where anatomy allows, such as x or xy",
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
            description = "fixes split, order and weights; repeats a run")
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
            ClassificationReport report = fineTuned(trainer, work, output,
                    window -> trainer.previews(window.previews(ClassPictures::new)), trainer::run).report();
            if (report != null) {
                Tables.show(report.scores().confusionTable(), "COVER confusion matrix");
            }
            if (report != null && report.testScores() != null) {
                Tables.show(report.testScores().toTable(), "COVER test scores");
            }
        }
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
