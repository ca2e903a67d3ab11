package org.coverfiji.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.Counted;
import org.coverfiji.CoverException;
import org.coverfiji.file.Table;
import org.coverfiji.image.label.LabelImage;

/**
 * How well predicted label images agree with true ones, per class and image, and on average over images.
 *
 * <p>With T the pixels of a class in the truth and P in the prediction: Dice = 2·|T∩P| / (|T|+|P|), IoU = |T∩P| /
 * |T∪P|. Pixels that the truth ignores count for nothing. Where a class is in neither, its Dice and IoU are NaN;
 * where it is in one only, they are 0. The Hausdorff-95 distance (the larger of both directions' 95th percentile of
 * distances between surfaces, in calibrated units) is NaN where a class is missing from either, and in sparsely
 * labelled images, which have no surfaces. Means leave NaN out, and are NaN if nothing is left; means over classes
 * leave class 0, the background, out. The mean Dice of a set of images is the mean over classes of each class's mean
 * over images; {@link #missing()} are the classes that it says nothing of.
 */
public final class SegmentationScores {

    private static final int DICE = 0;
    private static final int IOU = 1;
    private static final int HAUSDORFF = 2;
    private static final int TRUE_PIXELS = 3;
    private static final int PREDICTED_PIXELS = 4;
    private static final int MEASURES = 5;

    private final List<String> classNames;
    private final List<String> names = new ArrayList<>();
    /** Per image [measure][class]. */
    private final List<double[][]> scores = new ArrayList<>();
    private final List<Double> pixelSizes = new ArrayList<>();
    private final boolean[] shown;
    private String unit;

    public SegmentationScores(List<String> classNames) {
        this.classNames = Collections.unmodifiableList(new ArrayList<>(classNames));
        shown = new boolean[classNames.size()];
    }

    /**
     * Adds an image's scores.
     *
     * @param spacing pixel size in array order, in {@code unit}
     * @throws CoverException if the two differ in size or hold classes that there are not
     */
    public void add(LabelImage truth, LabelImage prediction, double[] spacing, String spacingUnit) {
        if (!Arrays.equals(truth.size(), prediction.size())) {
            throw new CoverException("The prediction " + prediction.name() + " has " + Arrays.toString(
                    prediction.size()) + " pixels, but the labels " + truth.name() + " have "
                    + Arrays.toString(truth.size()) + "; both must have the same size.");
        }
        for (LabelImage labels : List.of(truth, prediction)) {
            if (labels.maximum() >= classNames.size()) {
                throw new CoverException("The label image " + labels.name() + " holds class " + labels.maximum()
                        + ", but there are " + classNames.size() + " classes (0 to " + (classNames.size() - 1)
                        + "); correct the label.");
            }
        }
        double[][] image = overlaps(truth, prediction);
        image[HAUSDORFF] = hausdorff(truth, prediction, spacing);
        names.add(truth.name());
        scores.add(image);
        pixelSizes.add(Arrays.stream(spacing).reduce(1, (a, b) -> a * b));
        unit = unit == null || unit.equals(spacingUnit) ? spacingUnit : "mixed units";
    }

    private double[][] overlaps(LabelImage truth, LabelImage prediction) {
        int count = classNames.size();
        long[] common = new long[count];
        long[] either = new long[count];
        double[][] image = new double[MEASURES][count];
        for (int i = 0; i < truth.pixels(); i++) {
            int t = truth.get(i);
            int p = prediction.get(i);
            if (t == LabelImage.IGNORE) {
                continue;
            }
            shown[t] = true;
            either[t]++;
            image[TRUE_PIXELS][t]++;
            if (p != LabelImage.IGNORE) {
                image[PREDICTED_PIXELS][p]++;
            }
            if (t == p) {
                common[t]++;
            } else if (p != LabelImage.IGNORE) {
                either[p]++;
            }
        }
        for (int c = 0; c < count; c++) {
            // |T|+|P| = |T∪P| + |T∩P|; no pixel gives 0/0, NaN.
            image[DICE][c] = 2.0 * common[c] / (either[c] + common[c]);
            image[IOU][c] = (double) common[c] / either[c];
        }
        return image;
    }

    private double[] hausdorff(LabelImage truth, LabelImage prediction, double[] spacing) {
        double[] distances = new double[classNames.size()];
        boolean[] a = new boolean[truth.pixels()];
        boolean[] b = new boolean[truth.pixels()];
        boolean sparse = truth.sparse();
        for (int c = 0; c < distances.length; c++) {
            for (int i = 0; i < a.length; i++) {
                a[i] = truth.get(i) == c;
                b[i] = prediction.get(i) == c;
            }
            distances[c] = sparse ? Double.NaN : SurfaceDistance.hausdorff95(a, b, truth.size(), spacing);
        }
        return distances;
    }

    /** How many images were added. */
    public int images() {
        return scores.size();
    }

    public List<String> classNames() {
        return classNames;
    }

    public String name(int image) {
        return names.get(image);
    }

    public double dice(int image, int classNumber) {
        return scores.get(image)[DICE][classNumber];
    }

    public double iou(int image, int classNumber) {
        return scores.get(image)[IOU][classNumber];
    }

    /** In calibrated units. */
    public double hausdorff95(int image, int classNumber) {
        return scores.get(image)[HAUSDORFF][classNumber];
    }

    /** Area or volume of a class in the truth, in calibrated units. */
    public double trueSize(int image, int classNumber) {
        return scores.get(image)[TRUE_PIXELS][classNumber] * pixelSizes.get(image);
    }

    /** Area or volume of a class in the prediction, where the truth ignores nothing. */
    public double predictedSize(int image, int classNumber) {
        return scores.get(image)[PREDICTED_PIXELS][classNumber] * pixelSizes.get(image);
    }

    /** Of length; "mixed units" if the images differ, and null if there is none. */
    public String unit() {
        return unit;
    }

    /** Of one image, over the classes but the background. */
    public double imageDice(int image) {
        return mean(1, classNames.size(), c -> dice(image, c));
    }

    /** Of one class, over images. */
    public double meanDice(int classNumber) {
        return mean(0, images(), image -> dice(image, classNumber));
    }

    /** Of one class, over images. */
    public double meanIou(int classNumber) {
        return mean(0, images(), image -> iou(image, classNumber));
    }

    /** Of one class, over images, in calibrated units. */
    public double meanHausdorff95(int classNumber) {
        return mean(0, images(), image -> hausdorff95(image, classNumber));
    }

    /** The mean over the classes but the background of their means over images. */
    public double meanDice() {
        return mean(1, classNames.size(), this::meanDice);
    }

    /** Classes but the background that no image's labels show. */
    public List<String> missing() {
        return IntStream.range(1, shown.length).filter(c -> !shown[c]).mapToObj(classNames::get)
                .collect(Collectors.toList());
    }

    /** The mean Dice in words, with what it says nothing of. */
    public String meanDiceText() {
        return String.format(Locale.ROOT, "Mean Dice %.3f", meanDice())
                + (missing().isEmpty() ? "" : " (no image shows " + String.join(", ", missing()) + ")");
    }

    /** The image with the highest Dice, or −1 if none has any. */
    public int best() {
        return extreme(1);
    }

    /** The image with the lowest Dice, or −1 if none has any. */
    public int worst() {
        return extreme(-1);
    }

    private int extreme(int sign) {
        int found = -1;
        for (int image = 0; image < images(); image++) {
            double dice = imageDice(image);
            if (!Double.isNaN(dice) && (found < 0 || sign * dice > sign * imageDice(found))) {
                found = image;
            }
        }
        return found;
    }

    private static double mean(int from, int to, IntToDoubleFunction score) {
        return IntStream.range(from, to).mapToDouble(score).filter(value -> !Double.isNaN(value)).average()
                .orElse(Double.NaN);
    }

    /** A row per image and class, then a row "mean" per class over images, and one over all but the background. */
    public Table toTable() {
        Table table = new Table("image", "class", "name", "dice", "iou", "hausdorff95", "unit");
        for (int image = 0; image < images(); image++) {
            for (int c = 0; c < classNames.size(); c++) {
                table.add(names.get(image), c, classNames.get(c), dice(image, c), iou(image, c),
                        hausdorff95(image, c), unit);
            }
        }
        means().rows().forEach(table::add);
        return table;
    }

    /** The last rows of {@link #toTable()}: the means over images. */
    public Table means() {
        Table table = new Table("image", "class", "name", "dice", "iou", "hausdorff95", "unit");
        for (int c = 0; c < classNames.size(); c++) {
            table.add("mean", c, classNames.get(c), meanDice(c), meanIou(c), meanHausdorff95(c), unit);
        }
        table.add("mean", "all", "all but " + classNames.get(0) + (missing().isEmpty() ? ""
                : "; no image shows " + String.join(", ", missing())), meanDice(),
                mean(1, classNames.size(), this::meanIou), mean(1, classNames.size(), this::meanHausdorff95), unit);
        return table;
    }

    @Override
    public String toString() {
        return "mean Dice " + meanDice() + " over " + Counted.of(images(), "image");
    }
}
