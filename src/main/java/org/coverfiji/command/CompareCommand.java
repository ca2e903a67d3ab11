package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CancelledException;
import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.Comparison;
import org.coverfiji.app.compare.Experiment;
import org.coverfiji.app.compare.TaskSeries;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.app.compare.report.ComparisonReport;
import org.coverfiji.app.compare.report.PaperScores;
import org.coverfiji.app.forecast.Forecast;
import org.coverfiji.app.forecast.TrainingForecast;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.setting.Setting;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import ij.IJ;

/** Plugins ▸ COVER ▸ COVER Compare...: which pretraining is worth its time on one's own images. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Compare...",
        description = "Compares pretraining methods on one's own labelled images and writes a report.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "compare"), @Attr(name = NO_RECORD)})
public class CompareCommand extends TrainingCommand {

    @Parameter(label = "Images", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder of labelled images; a third is kept for testing, the rest is pretrained on",
            attrs = @Attr(name = BASIC))
    private File images;

    @Parameter(label = "Labels", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder of label images whose names match the images'",
            attrs = @Attr(name = BASIC))
    private File labels;

    @Parameter(label = "Images by class", style = "both", required = false, persist = false, autoFill = false,
            description = "instead of images and labels: a folder with a folder of images per class, or a CSV file",
            attrs = @Attr(name = BASIC))
    private File classes;

    @Parameter(label = "Methods", persist = false,
            description = "what is compared, such as scratch,SimCLR,COVER,COVER(consistency:0); all = every method;"
                    + " COVER parts, COVER windows, COVER heads = its ablations",
            attrs = @Attr(name = BASIC))
    private String methods = "scratch,COVER";

    @Parameter(label = "Labelled images", persist = false,
            description = "numbers of labelled images to compare, with commas between",
            attrs = @Attr(name = BASIC))
    private String numbers = "2,5";

    @Parameter(label = "Protocols", persist = false,
            description = "which weights are fine-tuned, with commas between: linear = the head alone, decoder ="
                    + " way up and head, full = all, propagate = none, by similar pixels",
            attrs = @Attr(name = BASIC))
    private String protocols = "linear,full";

    @Parameter(label = "Output folder", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder for models, tables and report.html; what is there already is not made again",
            attrs = {@Attr(name = BASIC), @Attr(name = NEEDED)})
    private File output_folder;

    @Parameter(label = "Experiment file", style = "open", required = false, persist = false, autoFill = false,
            description = "a YAML file with several tasks",
            attrs = @Attr(name = AUTOMATIC, value = "empty = the one task of this dialog"))
    private File experiment;

    @Parameter(label = "Unlabelled images", style = "directory", required = false, persist = false, autoFill = false,
            description = "a folder of other images to pretrain on",
            attrs = @Attr(name = AUTOMATIC, value = "empty = the images that are not for testing"))
    private File unlabelled;

    @Parameter(label = "Treat all objects as one class", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells")
    private boolean instances;

    @Parameter(label = "Class names", required = false, persist = false,
            description = "names with commas between, in the order of the labels",
            attrs = @Attr(name = AUTOMATIC, value = "empty = numbers"))
    private String class_names = "";

    @Parameter(label = "Patient in the file name", required = false, persist = false,
            description = "regular expression whose first group is the patient in a file's name, such as"
                    + " ^(p\\d+)_; one patient's images are never split",
            attrs = @Attr(name = AUTOMATIC, value = "empty = by file, or DICOM's patient"))
    private String group = "";

    @Parameter(label = "Settings of the methods", required = false, persist = false,
            description = "settings of all methods that have them, such as temperature:0.1",
            attrs = @Attr(name = AUTOMATIC, value = "empty = their defaults"))
    private String method_settings = "";

    @Parameter(label = "Motion", min = "0", persist = false,
            description = "how far the views of COVER differ in space, below 2",
            attrs = @Attr(name = AUTOMATIC, value = "0 = its default"))
    private double motion;

    @Parameter(label = "Repeats", min = "1", persist = false,
            description = "how many times each fine-tuning is made, with other images, weights and patches")
    private int seeds = 3;

    @Parameter(label = "Pretrainings of each method", min = "1", persist = false,
            description = "how many times each method pretrains, with seeds of their own")
    private int pretrainings = 1;

    @Parameter(label = "Pretraining", persist = false,
            description = "steps of every pretraining; several numbers with commas between make a task of each",
            attrs = @Attr(name = UNIT, value = "iterations"))
    private String pretraining = "1000";

    @Parameter(label = "Learning rate of pretraining", persist = false,
            description = "highest learning rate of every pretraining")
    private double pretraining_rate = PretrainSettings.USUAL_LEARNING_RATE;

    @Parameter(label = "Fine-tuning", min = "1", persist = false,
            description = "steps of every fine-tuning",
            attrs = @Attr(name = UNIT, value = "iterations"))
    private int iterations = 200;

    @Parameter(label = "Learning rate of fine-tuning", min = "0", persist = false,
            description = "highest learning rate of fine-tuning, but for the linear protocol",
            attrs = @Attr(name = AUTOMATIC, value = "0 = its default"))
    private double learning_rate;

    @Parameter(label = "Learning rate, linear", min = "0", persist = false,
            description = "highest learning rate of the linear protocol",
            attrs = @Attr(name = AUTOMATIC, value = "0 = its default"))
    private double linear_rate;

    @Parameter(label = "Flips along", required = false, persist = false,
            description = "axes along which patches may be mirrored in fine-tuning, such as x or xy",
            attrs = @Attr(name = AUTOMATIC, value = "empty = none"))
    private String flips = "";

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

    @Parameter(label = "Batch", min = "1", persist = false,
            description = "patches or pairs of views per step, of pretraining and fine-tuning")
    private int batch = 4;

    @Parameter(label = "Width", persist = false,
            description = "channels of the first U-Net level, a multiple of 8; several numbers with commas between"
                    + " make a task of each",
            attrs = {@Attr(name = UNIT, value = "channels"), @Attr(name = AUTOMATIC, value = "0 = 16 in 2D, 8 in 3D")})
    private String width = "0";

    @Parameter(label = "Dimensions", choices = {"2D", "3D"}, persist = false,
            description = "of the network")
    private String dimensions = "2D";

    @Parameter(label = "Intensity window", required = false, persist = false,
            description = "fixed intensity window that becomes 0 to 1, such as -100,400",
            attrs = @Attr(name = AUTOMATIC, value = "empty = percentiles 0.5 to 99.5 of each image"))
    private String window = "";

    @Parameter(label = "Name of the task", required = false, persist = false,
            description = "what tables call the task",
            attrs = @Attr(name = AUTOMATIC, value = "empty = the folder of images or classes"))
    private String name = "";

    @Parameter(label = "Column of the paper's table", required = false, persist = false,
            description = "the column of the paper's table that stands beside the scores, such as SCR",
            attrs = @Attr(name = AUTOMATIC, value = "empty = none"))
    private String paper = "";

    @Parameter(label = "Part of the work", required = false, persist = false,
            description = "the part of the work that is done now, such as 3/10, for a scheduler; the same folder"
                    + " for all parts",
            attrs = @Attr(name = AUTOMATIC, value = "empty = all"))
    private String part = "";

    @Parameter(label = "Processes", min = "1", persist = false,
            description = "processes at the same time, each for one method with its pretraining; on a command line")
    private int parallel = 1;

    @Parameter(label = "Device", choices = {"auto", "cpu", "cuda"}, persist = false,
            description = "auto = a usable NVIDIA card, else the processor")
    private String device = "auto";

    @Override
    protected void execute() {
        CompareSettings settings = settings();
        try (WorkProgress work = progress("COVER comparison")) {
            Engine engine = engine(device);
            work.interrupting().phase("Reading the images…");
            ComparisonWatch watch = new ComparisonWatch(work);
            Comparison comparison = watch.of(engine, settings);
            if (parallel > 1) {
                List<String> parts = comparison.unfinishedParts();
                // Whose processes are asked to end and waited for, which an interrupt would cut short.
                work.endInterrupting();
                new ParallelParts(this, parallel, work).run(parts, output_folder);
                work.interrupting().phase("Reading the images…");
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

    @Override
    public Forecast forecast() {
        File first = !empty(images) ? images : null;
        return new TrainingForecast().images(first, false, "", null).comparison(() -> empty(classes)
                ? settings(Forecasting.known(images), Forecasting.known(labels), UNKNOWN)
                : settings(images, labels, UNKNOWN));
    }

    /** What its values mean. @throws org.coverfiji.CoverException if they cannot work */
    public CompareSettings settings() {
        return settings(images, labels, given("output_folder", output_folder,
                "a folder for models, tables and the report"));
    }

    private CompareSettings settings(File imageFolder, File labelFolder, File output) {
        Map<String, String> chosen = chosen("part", "parallel", "device");
        List<TaskSettings> tasks = empty(experiment) ? TaskSeries.of(null, task(imageFolder, labelFolder, chosen))
                : Experiment.read(experiment, chosen);
        tasks.forEach(task -> PaperScores.require(task.paper()));
        return CompareSettings.of(tasks, output).part(part);
    }

    private Map<String, String> task(File imageFolder, File labelFolder, Map<String, String> chosen) {
        Map<String, String> task = new LinkedHashMap<>(chosen);
        List<File> files = Arrays.asList(imageFolder, labelFolder, classes, unlabelled);
        List<String> keys = List.of("images", "labels", "classes", "unlabelled");
        for (int i = 0; i < keys.size(); i++) {
            if (!empty(files.get(i))) {
                task.put(keys.get(i), files.get(i).getPath());
            }
        }
        return task;
    }
}
