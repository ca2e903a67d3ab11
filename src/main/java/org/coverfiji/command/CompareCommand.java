package org.coverfiji.command;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.coverfiji.CancelledException;
import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.Comparison;
import org.coverfiji.app.compare.Experiment;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.app.compare.report.ComparisonReport;
import org.coverfiji.app.compare.report.PaperScores;
import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.app.forecast.TrainingForecast;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.setting.Setting;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Compare...: which pretraining is worth its time on one's own images. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Compare...",
        description = "Compares pretraining methods on one's own labelled images and writes a report.",
        attrs = @Attr(name = CoverCommand.MANUAL, value = "compare"))
public class CompareCommand extends TrainingCommand {

    @Parameter(label = "Experiment (file, .yaml; empty = one task)", style = "open", required = false,
            persist = false, callback = ESTIMATE, autoFill = false,
            description = "a YAML file with several tasks; empty = the task below")
    private File experiment;

    @Parameter(label = "Name (of the task; empty = the folder's)", required = false, persist = false,
            description = "what tables call the task; empty = the name of the folder of images or classes")
    private String name = "";

    @Parameter(label = "Images (folder)", style = "directory", required = false, persist = false, callback = ESTIMATE,
            autoFill = false,
            description = "folder of labelled images; a third is kept for testing, the rest is pretrained on")
    private File images;

    @Parameter(label = "Labels (folder)", style = "directory", required = false, persist = false, callback = ESTIMATE,
            autoFill = false, description = "folder of label images whose names match the images'")
    private File labels;

    @Parameter(label = "Classes (folder or CSV, instead of labels)", style = "both", required = false,
            persist = false, callback = ESTIMATE, autoFill = false,
            description = "instead of images and labels: a folder with a folder of images per class, or a CSV file")
    private File classes;

    @Parameter(label = "Unlabelled (folder; empty = the images)", style = "directory", required = false,
            persist = false, callback = ESTIMATE, autoFill = false,
            description = "folder of other images to pretrain on; empty = the images that are not for testing")
    private File unlabelled;

    @Parameter(label = "Instances (are one class)", persist = false, callback = ESTIMATE,
            description = "every label above 0 is class 1, as where labels number single cells")
    private boolean instances;

    @Parameter(label = "Class names (in label order; empty = numbers)", required = false, persist = false,
            callback = ESTIMATE, description = "names with commas between, in the order of the labels; empty = numbers")
    private String class_names = "";

    @Parameter(label = "Group (pattern in the names)", required = false, persist = false, callback = ESTIMATE,
            description = "regular expression whose first group is the patient in a file's name, such as ^(p\\d+)_;"
                    + " one patient's images are never split; empty = by file, or DICOM's patient")
    private String group = "";

    @Parameter(label = "Methods (with commas between)", persist = false, callback = ESTIMATE,
            description = "what is compared, such as scratch,SimCLR,COVER,COVER(consistency:0); all = every method")
    private String methods = "scratch,COVER";

    @Parameter(label = "Method settings (name:value, ...)", required = false, persist = false, callback = ESTIMATE,
            description = "settings of all methods that have them, such as temperature:0.1; empty = their defaults")
    private String method_settings = "";

    @Parameter(label = "Motion (strength; 0 = usual)", min = "0", persist = false, callback = ESTIMATE,
            description = "how far the views of COVER differ in space, below 2; 0 = its default")
    private double motion;

    @Parameter(label = "Numbers (of labelled images)", persist = false, callback = ESTIMATE,
            description = "numbers of labelled images to compare, with commas between")
    private String numbers = "2,5";

    @Parameter(label = "Protocols (linear, decoder, full)", persist = false, callback = ESTIMATE,
            description = "which weights are fine-tuned, with commas between: linear = the head alone, decoder = way up"
                    + " and head, full = all")
    private String protocols = "linear,full";

    @Parameter(label = "Seeds (runs of each kind)", min = "1", persist = false, callback = ESTIMATE,
            description = "how many times each fine-tuning is made, with other images, weights and patches")
    private int seeds = 3;

    @Parameter(label = "Pretrainings (of each method)", min = "1", persist = false, callback = ESTIMATE,
            description = "how many times each method pretrains, with seeds of their own")
    private int pretrainings = 1;

    @Parameter(label = "Pretraining (iterations)", min = "1", persist = false, callback = ESTIMATE,
            description = "steps of every pretraining")
    private int pretraining = 1000;

    @Parameter(label = "Pretraining rate (peak)", persist = false, callback = ESTIMATE,
            description = "highest learning rate of every pretraining")
    private double pretraining_rate = PretrainSettings.USUAL_LEARNING_RATE;

    @Parameter(label = "Iterations (of fine-tuning)", min = "1", persist = false, callback = ESTIMATE,
            description = "steps of every fine-tuning")
    private int iterations = 200;

    @Parameter(label = "Learning rate (peak; 0 = usual)", min = "0", persist = false, callback = ESTIMATE,
            description = "highest learning rate of fine-tuning, but for the linear protocol; 0 = its default")
    private double learning_rate;

    @Parameter(label = "Linear rate (peak; 0 = usual)", min = "0", persist = false, callback = ESTIMATE,
            description = "highest learning rate of the linear protocol; 0 = its default")
    private double linear_rate;

    @Parameter(label = "Flips (axes)", required = false, persist = false, callback = ESTIMATE,
            description = "axes along which patches may be mirrored in fine-tuning, such as x or xy; empty = none")
    private String flips = "";

    @Parameter(label = "Resize (long side, pixels; 0 = not)", min = "0", persist = false, callback = ESTIMATE,
            description = "long side, pixels, to which images are resized before patches are cut; 0 = not resized")
    private int resize;

    @Parameter(label = "Patch (sides, pixels)", persist = false, callback = ESTIMATE,
            description = "sides of a training patch, pixels: multiples of 16, one number or one per axis (z,y,x) such"
                    + " as 16,128,128; auto = 128 in 2D, what suits the volumes in 3D")
    private String patch = Setting.AUTO;

    @Parameter(label = "Batch (patches or pairs)", min = "1", persist = false, callback = ESTIMATE,
            description = "patches or pairs of views per step, of pretraining and fine-tuning")
    private int batch = 4;

    @Parameter(label = "Width (channels; 0 = automatic)", min = "0", persist = false, callback = ESTIMATE,
            description = "channels of the first U-Net level, a multiple of 8; 0 = 16 in 2D, 8 in 3D")
    private int width;

    @Parameter(label = "Dimensions", choices = {"2D", "3D"}, persist = false, callback = ESTIMATE,
            description = "of the network")
    private String dimensions = "2D";

    @Parameter(label = "Window (intensities; empty = percentiles)", required = false, persist = false,
            callback = ESTIMATE, description = "fixed intensity window that becomes 0 to 1, such as -100,400; empty ="
                    + " percentiles 0.5 to 99.5 of each image")
    private String window = "";

    @Parameter(label = "Paper (its task; empty = none)", required = false, persist = false,
            description = "the column of the paper's table that stands beside the scores, such as SCR; empty = none")
    private String paper = "";

    @Parameter(label = "Part (such as 3/10; empty = all)", required = false, persist = false,
            description = "the part of the work that is done now, for a scheduler; the same folder for all parts")
    private String part = "";

    @Parameter(label = "Parallel (processes)", min = "1", persist = false,
            description = "processes at the same time, each for one method with its pretraining; on a command line")
    private int parallel = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Parameter(label = "Output folder (for tables and report)", style = "directory", required = false,
            persist = false, autoFill = false,
            description = "folder for models, tables and report.html; what is there already is not made again")
    private File output_folder;

    @Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false, initializer = ESTIMATE)
    private String estimate = "";

    @Parameter(label = "Help", required = false, persist = false, callback = "showManual",
            description = "opens this command's page of the manual")
    private Button help;

    @Override
    protected void execute() {
        CompareSettings settings = settings(given("output_folder", output_folder,
                "a folder for models, tables and the report"));
        try (WorkProgress work = progress("COVER comparison")) {
            Engine engine = engine(device);
            work.phase("Reading the images…");
            ComparisonWatch watch = new ComparisonWatch(work);
            Comparison comparison = watch.of(engine, settings);
            if (parallel > 1) {
                new ParallelParts(this, parallel, work).run(comparison.unfinishedParts(), output_folder);
                work.phase("Reading the images…");
            }
            try (CancelOnExit exit = new CancelOnExit(output_folder.getName(), comparison::cancel)) {
                comparison.run();
                report(comparison, engine);
            } catch (CancelledException e) {
                if (comparison.plan() != null) {
                    report(comparison, engine);
                }
                throw e;
            }
        }
    }

    private void report(Comparison comparison, Engine engine) {
        IJ.log("Report: " + new ComparisonReport(comparison.plan(), output_folder).write(engine.report()));
    }

    /** For the dialog, when a value has changed. */
    void updateEstimate() {
        estimate = ForecastText.html(this);
    }

    @Override
    public Forecast forecast() {
        File first = !empty(images) ? images : null;
        return new TrainingForecast().images(first, false, "", null).comparison(() -> settings(UNKNOWN));
    }

    private CompareSettings settings(File output) {
        Map<String, String> chosen = chosen("part", "parallel", "device");
        List<TaskSettings> tasks = empty(experiment) ? List.of(task(chosen)) : Experiment.read(experiment, chosen);
        tasks.forEach(task -> PaperScores.require(task.paper()));
        return CompareSettings.of(tasks, output).part(part);
    }

    private TaskSettings task(Map<String, String> chosen) {
        TaskSettings.Builder task = TaskSettings.builder().set(chosen);
        List<File> files = Arrays.asList(images, labels, classes, unlabelled);
        List<String> keys = List.of("images", "labels", "classes", "unlabelled");
        for (int i = 0; i < keys.size(); i++) {
            if (!empty(files.get(i))) {
                task.set(keys.get(i), files.get(i));
            }
        }
        return task.build();
    }
}
