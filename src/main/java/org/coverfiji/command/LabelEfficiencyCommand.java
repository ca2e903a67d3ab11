package org.coverfiji.command;

import java.io.File;
import java.util.Arrays;
import java.util.stream.LongStream;

import org.coverfiji.CoverException;
import org.coverfiji.app.LabelEfficiencyExperiment;
import org.coverfiji.app.LabelEfficiencySettings;
import org.coverfiji.image.label.LabelRule;
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
public class LabelEfficiencyCommand extends CoverCommand {

    private static final double PRETRAINING_RATE = 1e-3;
    private static final double CONSISTENCY = 1;
    private static final double MOTION = 0.6;

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
            persist = false, autoFill = false, description = "folder for models and tables")
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

    @Parameter(label = "Patch (side, pixels)", min = "16", persist = false,
            description = "side of a training patch, pixels, a multiple of 16")
    private int patch = 128;

    @Parameter(label = "Width (channels)", min = "8", persist = false,
            description = "channels of the first U-Net level, a multiple of 8; deeper ones double")
    private int width = 16;

    @Parameter(label = "Pretraining (iterations)", min = "1", persist = false,
            description = "steps of the pretraining, where no model is given")
    private int pretraining = 1000;

    @Parameter(label = "Iterations (of fine-tuning)", min = "1", persist = false,
            description = "steps of every fine-tuning")
    private int iterations = 200;

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
        LabelEfficiencySettings settings = LabelEfficiencySettings.builder()
                .data(given("images", images, "a folder of labelled images"),
                        given("labels", labels, "a folder of label images"), new LabelRule(instances, false, 0))
                .output(given("output_folder", output_folder, "a folder for models and tables"))
                .model(model == null || model.getPath().isEmpty() ? null : model)
                .network(dimensions.equals("3D") ? 3 : 2, width, patch).resize(resize)
                .pretraining(pretraining, PRETRAINING_RATE, CONSISTENCY, MOTION).fineTuning(iterations, 0, 0)
                .labelCounts(numbers())
                .seeds(LongStream.rangeClosed(1, seeds).boxed().toArray(Long[]::new)).build();
        new LabelEfficiencyExperiment(engine(device), settings, IJ::log).run();
    }

    private Integer[] numbers() {
        try {
            return Arrays.stream(counts.split(",")).map(number -> Integer.valueOf(number.trim()))
                    .toArray(Integer[]::new);
        } catch (NumberFormatException e) {
            throw new CoverException("counts is " + counts + ", but must be numbers such as 2,5,20.");
        }
    }
}
