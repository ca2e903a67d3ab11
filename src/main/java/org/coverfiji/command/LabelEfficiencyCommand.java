package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.List;

import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.Comparison;
import org.coverfiji.app.compare.RunFolder;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.app.compare.report.LabelEfficiency;
import org.coverfiji.app.compare.report.LabelEfficiencyResult;
import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.app.forecast.TrainingForecast;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.method.Recipes;
import org.coverfiji.setting.Setting;
import org.coverfiji.show.Tables;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Label Efficiency...: what pretraining is worth on one's own labelled images. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Label Efficiency...",
        description = "Compares networks from scratch with pretrained ones, for few and more labelled images.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "label-efficiency"), @Attr(name = NO_RECORD)})
public class LabelEfficiencyCommand extends TrainingCommand {

    @Parameter(label = "Images", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder of labelled images; a third is kept for testing, the rest is pretrained on",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File images;

    @Parameter(label = "Labels", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder of label images whose names match the images'",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File labels;

    @Parameter(label = "Treat all objects as one class", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells",
            attrs = @Attr(name = BASIC))
    private boolean instances;

    @Parameter(label = "Output folder", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder for models and tables; what is there already is not made again",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File output_folder;

    @Parameter(label = "Pretrained model", style = "open", required = false, persist = false, autoFill = false,
            description = "a model that was pretrained without the test images",
            attrs = {@Attr(name = BASIC), @Attr(name = AUTOMATIC, value = "empty = pretrain on the other images")})
    private File model;

    @Parameter(label = "Dimensions", choices = {"2D", "3D"}, persist = false,
            description = "of the network")
    private String dimensions = "2D";

    @Parameter(label = "Resize long side to", min = "0", persist = false,
            description = "long side to which images are resized before patches are cut",
            attrs = {@Attr(name = UNIT, value = "pixels"), @Attr(name = AUTOMATIC, value = "0 = not resized")})
    private int resize;

    @Parameter(label = "Patch", persist = false,
            description = "sides of a training patch: multiples of 16, one number or one per axis (z,y,x) such as"
                    + " 16,128,128",
            attrs = {@Attr(name = UNIT, value = "pixels"),
                @Attr(name = AUTOMATIC, value = "auto = 128 in 2D, what suits the volumes in 3D")})
    private String patch = Setting.AUTO;

    @Parameter(label = "Width", min = "8", persist = false,
            description = "channels of the first U-Net level, a multiple of 8; deeper ones double",
            attrs = @Attr(name = UNIT, value = "channels"))
    private int width = 16;

    @Parameter(label = "Pretraining", min = "1", persist = false,
            description = "steps of the pretraining, where no model is given",
            attrs = @Attr(name = UNIT, value = "iterations"))
    private int pretraining = 1000;

    @Parameter(label = "Learning rate of pretraining", persist = false,
            description = "highest learning rate of the pretraining")
    private double pretraining_rate = PretrainSettings.USUAL_LEARNING_RATE;

    @Parameter(label = "Motion", persist = false,
            description = "how far the two views of the pretraining differ in space, above 0 and below 2")
    private double motion = 0.6;

    @Parameter(label = "Weight of consistency", min = "0", persist = false,
            description = "weight of the consistency loss of the pretraining")
    private double consistency = 1;

    @Parameter(label = "Batch", min = "1", persist = false,
            description = "patches or pairs of views per step, of pretraining and fine-tuning",
            attrs = @Attr(name = UNIT, value = "patches or pairs"))
    private int batch = 4;

    @Parameter(label = "Fine-tuning", min = "1", persist = false,
            description = "steps of every fine-tuning",
            attrs = @Attr(name = UNIT, value = "iterations"))
    private int iterations = 200;

    @Parameter(label = "Learning rate, all weights", min = "0", persist = false,
            description = "highest learning rate of full fine-tuning, scratch and pretrained alike",
            attrs = @Attr(name = AUTOMATIC, value = "0 = its default"))
    private double learning_rate;

    @Parameter(label = "Learning rate, head alone", min = "0", persist = false,
            description = "highest learning rate of the linear protocol, scratch and pretrained alike",
            attrs = @Attr(name = AUTOMATIC, value = "0 = its default"))
    private double linear_rate;

    @Parameter(label = "Labelled images", persist = false,
            description = "numbers of labelled images to compare, with commas between",
            attrs = @Attr(name = BASIC))
    private String counts = "2,5,20";

    @Parameter(label = "Repeats", min = "1", persist = false,
            description = "how many times each combination is run, with other images and weights",
            attrs = @Attr(name = BASIC))
    private int seeds = 3;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Override
    protected void execute() {
        CompareSettings settings = CompareSettings.of(List.of(task(
                given("images", images, "a folder of labelled images"),
                given("labels", labels, "a folder of label images"))),
                given("output_folder", output_folder, "a folder for models and tables"));
        try (WorkProgress work = progress("COVER label efficiency")) {
            Comparison comparison = new ComparisonWatch(work).of(engine(device), settings);
            work.interrupting().phase("Reading the images…");
            try (CancelOnExit exit = new CancelOnExit(output_folder.getName(), comparison::cancel)) {
                LabelEfficiencyResult result = new LabelEfficiency(comparison.run(), new RunFolder(output_folder))
                        .write();
                IJ.log(result.toString());
                if (!GraphicsEnvironment.isHeadless()) {
                    Tables.show(result.cells(), "COVER label efficiency");
                }
            }
        }
    }

    @Override
    public Forecast forecast() {
        return new TrainingForecast().images(images, false, "", null)
                .comparison(() -> CompareSettings.of(List.of(task(Forecasting.known(images),
                        Forecasting.known(labels))), UNKNOWN));
    }

    private TaskSettings task(File imageFolder, File labelFolder) {
        return TaskSettings.builder().set(chosen("counts", "motion", "consistency", "device")).set("numbers", counts)
                .set("patch", patch).set("width", width).set("protocols", "full,linear")
                .set("images", imageFolder).set("labels", labelFolder)
                .methods(List.of(ComparedMethod.scratch(), pretrained())).build();
    }

    private ComparedMethod pretrained() {
        return empty(model) ? ComparedMethod.of("pretrained", Recipes.named("COVER"),
                "motion:" + motion + ", consistency:" + consistency)
                : ComparedMethod.pretrainedBefore("pretrained", model);
    }
}
