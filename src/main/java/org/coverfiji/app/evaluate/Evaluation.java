package org.coverfiji.app.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import org.coverfiji.file.Table;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.metric.SegmentationScores;

/**
 * The scores of images as a table: a row per image and class, then the means over images. What is not defined, such as
 * the distance to a border that there is not, is an empty cell, and the note says why.
 */
public final class Evaluation {

    /** By which such a table is known. */
    public static final List<String> FIRST_COLUMNS = List.of("image", "class", "name", "note");

    private final SegmentationScores scores;
    private final boolean flat;
    /** Per image, whether the truth leaves pixels out. */
    private final List<Boolean> sparse = new ArrayList<>();

    Evaluation(List<String> classNames, int dimensions) {
        scores = new SegmentationScores(classNames);
        flat = dimensions == 2;
    }

    /** @throws org.coverfiji.CoverException if the two differ in size */
    void add(LabelImage truth, LabelImage prediction, double[] spacing, String unit) {
        scores.add(truth, prediction, spacing, unit);
        sparse.add(truth.sparse());
    }

    /** The scores by themselves. */
    public SegmentationScores scores() {
        return scores;
    }

    /** Every image and class, then {@link #means()}. */
    public Table table() {
        Table table = new Table(columns());
        for (int image = 0; image < scores.images(); image++) {
            for (int c = 0; c < scores.classNames().size(); c++) {
                addRow(table, image, c);
            }
        }
        means().rows().forEach(table::add);
        return table;
    }

    /** The means over images of each class, and over all classes but the background. */
    public Table means() {
        Table table = new Table(columns());
        int classes = scores.classNames().size();
        for (int c = 0; c < classes; c++) {
            int own = c;
            addMean(table, c, scores.classNames().get(c), counted(own), measure -> value(measure, own));
        }
        addMean(table, "all", "all but " + scores.classNames().get(0), scores.missing().isEmpty() ? ""
                : "no image shows " + String.join(", ", scores.missing()),
                measure -> mean(1, classes, c -> value(measure, c)));
        return table;
    }

    /** What can be averaged, in the order of the columns. */
    private enum Measure { DICE, IOU, HAUSDORFF, PREDICTED, TRUE, DIFFERENCE, PERCENT }

    @FunctionalInterface
    private interface MeanOf {
        double value(Measure measure);
    }

    private List<String> columns() {
        String size = flat ? "area" : "volume";
        List<String> columns = new ArrayList<>(FIRST_COLUMNS);
        columns.addAll(List.of("dice", "iou", "hausdorff95", "unit", "predicted_" + size, "true_" + size,
                size + "_difference", size + "_difference_percent", size + "_unit"));
        return columns;
    }

    private void addRow(Table table, int image, int c) {
        List<Object> row = new ArrayList<>(List.of(scores.name(image), c, scores.classNames().get(c), note(image, c)));
        addValues(row, measure -> value(measure, image, c));
        table.add(row);
    }

    private void addMean(Table table, Object number, String name, String note, MeanOf mean) {
        List<Object> row = new ArrayList<>(List.of("mean", number, name, note));
        addValues(row, mean);
        table.add(row);
    }

    private void addValues(List<Object> row, MeanOf values) {
        String unit = String.valueOf(scores.unit());
        row.addAll(List.of(values.value(Measure.DICE), values.value(Measure.IOU), values.value(Measure.HAUSDORFF), unit,
                values.value(Measure.PREDICTED), values.value(Measure.TRUE), values.value(Measure.DIFFERENCE),
                values.value(Measure.PERCENT), unit + (flat ? "²" : "³")));
    }

    private double value(Measure measure, int image, int c) {
        double predicted = scores.predictedSize(image, c);
        double actual = scores.trueSize(image, c);
        switch (measure) {
            case DICE:
                return scores.dice(image, c);
            case IOU:
                return scores.iou(image, c);
            case HAUSDORFF:
                return scores.hausdorff95(image, c);
            case PREDICTED:
                return predicted;
            case TRUE:
                return actual;
            case DIFFERENCE:
                return predicted - actual;
            default:
                return actual > 0 ? 100 * (predicted - actual) / actual : Double.NaN;
        }
    }

    /** Over images. */
    private double value(Measure measure, int c) {
        return mean(0, scores.images(), image -> value(measure, image, c));
    }

    private static double mean(int from, int to, IntToDoubleFunction value) {
        return IntStream.range(from, to).mapToDouble(value).filter(number -> !Double.isNaN(number)).average()
                .orElse(Double.NaN);
    }

    private String note(int image, int c) {
        boolean predicted = scores.predictedSize(image, c) > 0;
        boolean actual = scores.trueSize(image, c) > 0;
        if (predicted && actual) {
            return sparse.get(image) ? "no distance: the truth leaves pixels out" : "";
        }
        return predicted ? "only in the prediction" : actual ? "only in the truth" : "in neither";
    }

    /** How many images a mean Dice is of, where it is not all. */
    private String counted(int c) {
        long counted = IntStream.range(0, scores.images()).filter(i -> !Double.isNaN(scores.dice(i, c))).count();
        return counted == scores.images() ? "" : String.format(Locale.ROOT, "of %d of %d images", counted,
                scores.images());
    }

    @Override
    public String toString() {
        return scores.meanDiceText();
    }
}
