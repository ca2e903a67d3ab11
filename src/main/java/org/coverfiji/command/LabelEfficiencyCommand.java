package org.coverfiji.command;

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
import org.coverfiji.train.view.PatchPlan;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Label Efficiency...: what pretraining is worth on one's own labelled images. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Label Efficiency...",
        description = "Compares networks from scratch with pretrained ones, for few and more labelled images.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "label-efficiency"))
public class LabelEfficiencyCommand extends TrainingCommand {

    @Parameter(label = "Images (folder)", style = "directory", required = false, persist = false, autoFill = false,
            description = "folder of labelled images; a third is kept for testing, the rest is pretrained on")
    private File images;

    @Parameter(label = "Labels (folder)", style = "directory", required = false, persist = false, autoFill = false,
            description = "folder of label images whose names match the images'")
    private File labels;

    @Parameter(label = "Instances (are one class)", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells")
    private boolean instances;

    @Parameter(label = "Output folder (for models and tables)", style = "directory", required = false,
            persist = false, autoFill = false,
            description = "folder for models and tables; what is there already is not made again")
    private File output_folder;

    @Parameter(label = "Model (pretrained; empty = pretrain first)", style = "open", required = false,
            persist = false, autoFill = false,
            description = "a model that was pretrained without the test images; empty = pretrain on the other images")
    private File model;

    @Parameter(label = "Dimensions", choices = {"2D", "3D"}, persist = false, description = "of the network")
    private String dimensions = "2D";

    @Parameter(label = "Resize (long side, pixels; 0 = not)", min = "0", persist = false,
            description = "long side, pixels, to which images are resized before patches are cut; 0 = not resized")
    private int resize;

    @Parameter(label = "Patch (sides, pixels)", persist = false,
            description = "sides of a training patch, pixels: multiples of 16, one number or one per axis (z,y,x) such"
                    + " as 16,128,128; auto = 128 in 2D, what suits the volumes in 3D")
    private String patch = Setting.AUTO;

    @Parameter(label = "Width (channels)", min = "8", persist = false,
            description = "channels of the first U-Net level, a multiple of 8; deeper ones double")
    private int width = 16;

    @Parameter(label = "Pretraining (iterations)", min = "1", persist = false,
            description = "steps of the pretraining, where no model is given")
    private int pretraining = 1000;

    @Parameter(label = "Pretraining rate (peak)", persist = false,
            description = "highest learning rate of the pretraining")
    private double pretraining_rate = PretrainSettings.USUAL_LEARNING_RATE;

    @Parameter(label = "Motion (strength)", persist = false,
            description = "how far the two views of the pretraining differ in space, above 0 and below 2")
    private double motion = 0.6;

    @Parameter(label = "Consistency (weight)", min = "0", persist = false,
            description = "weight of the consistency loss of the pretraining")
    private double consistency = 1;

    @Parameter(label = "Batch (patches)", min = "1", persist = false,
            description = "patches or pairs of views per step, of pretraining and fine-tuning")
    private int batch = 4;

    @Parameter(label = "Iterations (of fine-tuning)", min = "1", persist = false,
            description = "steps of every fine-tuning")
    private int iterations = 200;

    @Parameter(label = "Learning rate (peak, full; 0 = usual)", min = "0", persist = false,
            description = "highest learning rate of full fine-tuning, scratch and pretrained alike; 0 = its default")
    private double learning_rate;

    @Parameter(label = "Linear rate (peak; 0 = usual)", min = "0", persist = false,
            description = "highest learning rate of the linear protocol, scratch and pretrained alike; 0 = its default")
    private double linear_rate;

    @Parameter(label = "Counts (of labelled images)", persist = false,
            description = "numbers of labelled images to compare, with commas between")
    private String counts = "2,5,20";

    @Parameter(label = "Seeds (runs of each kind)", min = "1", persist = false,
            description = "how many times each combination is run, with other images and weights")
    private int seeds = 3;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(label = "Help", required = false, persist = false, callback = "showManual",
            description = "opens this command's page of the manual")
    private Button help;

    @Override
    protected void execute() {
        CompareSettings settings = CompareSettings.of(List.of(task()),
                given("output_folder", output_folder, "a folder for models and tables"));
        try (WorkProgress work = progress("COVER label efficiency")) {
            Comparison comparison = new ComparisonWatch(work).of(engine(device), settings);
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
                .comparison(() -> CompareSettings.of(List.of(task()), UNKNOWN));
    }

    private TaskSettings task() {
        return TaskSettings.builder().set(chosen("counts", "motion", "consistency", "device")).set("numbers", counts)
                .set("patch", patch).set("width", width).set("protocols", "full,linear")
                .set("images", given("images", images, "a folder of labelled images"))
                .set("labels", given("labels", labels, "a folder of label images"))
                .methods(List.of(ComparedMethod.scratch(), pretrained())).build();
    }

    private ComparedMethod pretrained() {
        return empty(model) ? ComparedMethod.of("pretrained", Recipes.named("COVER"),
                "motion:" + motion + ", consistency:" + consistency)
                : ComparedMethod.pretrainedBefore("pretrained", model);
    }
}
