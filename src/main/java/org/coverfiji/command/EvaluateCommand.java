package org.coverfiji.command;

import static org.coverfiji.command.DialogHints.AUTOMATIC;
import static org.coverfiji.command.DialogHints.BASIC;
import static org.coverfiji.command.DialogHints.FOLDER;
import static org.coverfiji.command.DialogHints.FOR_MACROS;
import static org.coverfiji.command.DialogHints.IMAGE;
import static org.coverfiji.command.DialogHints.NEEDED;
import static org.coverfiji.command.DialogHints.NO_RECORD;
import static org.coverfiji.command.DialogHints.ONLY_FOR;
import static org.coverfiji.command.DialogHints.UNIT;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.app.evaluate.Evaluation;
import org.coverfiji.app.evaluate.Evaluator;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.OutputTable;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.ValueMeaning;
import org.coverfiji.show.Tables;
import org.scijava.app.StatusService;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

import ij.IJ;
import ij.ImagePlus;

/** Plugins ▸ COVER ▸ COVER Evaluate...: how well predicted label images agree with true ones. */
@Plugin(type = Command.class, menuPath = "Plugins>COVER>COVER Evaluate...",
        description = "Compares predicted with true label images: Dice, IoU, distance of the borders, sizes.",
        attrs = {@Attr(name = CoverCommand.MANUAL, value = "evaluate"), @Attr(name = NO_RECORD)})
public class EvaluateCommand extends CoverCommand {

    @Parameter
    private StatusService status;

    @Parameter
    private TaskService tasks;

    @Parameter(label = "Predictions", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of predicted label images, or one",
            attrs = {@Attr(name = BASIC),
                @Attr(name = ONLY_FOR, value = FOLDER),
                @Attr(name = NEEDED),
                @Attr(name = FOR_MACROS, value = "empty = two open images")})
    private File predictions;

    @Parameter(label = "True labels", style = "both", required = false, persist = false, autoFill = false,
            description = "a folder of true label images whose names match the predictions', or one",
            attrs = {@Attr(name = BASIC),
                @Attr(name = ONLY_FOR, value = FOLDER),
                @Attr(name = NEEDED)})
    private File truth;

    @Parameter(label = "Predicted label image", required = false, persist = false,
            description = "the label image to judge",
            attrs = {@Attr(name = BASIC),
                @Attr(name = ONLY_FOR, value = IMAGE),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file, where there are no predictions")})
    private ImagePlus predicted_image;

    @Parameter(label = "True label image", required = false, persist = false,
            description = "the label image to judge it by",
            attrs = {@Attr(name = BASIC),
                @Attr(name = ONLY_FOR, value = IMAGE),
                @Attr(name = FOR_MACROS, value = "an open image's title or a file, where there is no truth")})
    private ImagePlus true_image;

    @Parameter(label = "Dimensions", choices = {"auto", "2D", "3D"}, persist = false,
            description = "2D = slice by slice, 3D = volumes, auto = volumes if the first image has several slices")
    private String dimensions = "auto";

    @Parameter(label = "Treat all objects as one class", persist = false,
            description = "every label above 0 is class 1, as where labels number single cells",
            attrs = @Attr(name = BASIC))
    private boolean instances;

    @Parameter(label = "Leave unlabelled pixels out", persist = false,
            description = "pixels whose true label is 0 do not count, as with scribbles")
    private boolean ignore;

    @Parameter(label = "Class names", required = false, persist = false,
            description = "names with commas between, in the order of the labels, such as background, nucleus",
            attrs = {@Attr(name = BASIC),
                @Attr(name = AUTOMATIC, value = "empty = numbers")})
    private String class_names = "";

    @Parameter(label = "Values of the predictions", choices = {"auto", "labels", "classes"}, persist = false,
            description = "labels = the truth's values, classes = numbers from 0 as of COVER Segment, auto = found out")
    private String values = "auto";

    @Parameter(label = "Table to write", style = "save", required = false, persist = false, autoFill = false,
            description = "a CSV file for the table",
            attrs = {@Attr(name = BASIC),
                @Attr(name = UNIT, value = ".csv"),
                @Attr(name = AUTOMATIC, value = "empty = only shown")})
    private File output;

    @Override
    protected void execute() {
        if (!empty(output)) {
            OutputTable.requireReplaceable(output, Evaluation.FIRST_COLUMNS);
        }
        try (WorkProgress work = progress(status, tasks, "COVER evaluation")) {
            Evaluator evaluator = new Evaluator(new LabelRule(instances, ignore, 0)).classNames(names())
                    .values(ValueMeaning.valueOf(values.toUpperCase(Locale.ROOT)))
                    .dimensions(dimensions.equals("auto") ? 0 : dimensions.equals("3D") ? 3 : 2).setLog(IJ::log)
                    .setListener((done, total) -> work.step(done, total, "Image " + done + " of " + total,
                            "The evaluation was cancelled."));
            Evaluation evaluation = empty(predictions) && empty(truth) ? ofOpenImages(evaluator)
                    : evaluator.folders(given("predictions", predictions, "the folder of predicted label images"),
                            given("truth", truth, "the folder of true label images"));
            IJ.log(evaluation + ".");
            Tables.show(evaluation.table(), evaluation.means(), "COVER evaluation");
            if (!empty(output)) {
                CsvFile.write(output, evaluation.table());
                IJ.log("Wrote " + output);
            }
        }
    }

    private Evaluation ofOpenImages(Evaluator evaluator) {
        ImagePlus predicted = labels("predicted_image", predicted_image);
        ImagePlus actual = labels("true_image", true_image);
        if (predicted == actual) {
            throw new CoverException("predicted_image and true_image are the same, " + actual.getTitle()
                    + "; choose two, or give the folders predictions and truth.");
        }
        return evaluator.images(predicted, actual);
    }

    private static ImagePlus labels(String key, ImagePlus image) {
        if (image == null || image.getProcessor() == null) {
            throw new CoverException(key + " is missing; it is an open label image or a file; or give the folders"
                    + " predictions and truth.");
        }
        return image;
    }

    private List<String> names() {
        return class_names == null || class_names.isBlank() ? List.of()
                : Arrays.stream(class_names.split(",", -1)).map(String::trim).collect(Collectors.toList());
    }
}
