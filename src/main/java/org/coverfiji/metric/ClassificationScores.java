package org.coverfiji.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.file.Table;

/**
 * How well images are classified. The predicted class is the most probable one (of equal ones the first). Balanced
 * accuracy is the mean over classes of the fraction found (recall), over those classes that some image has. AUC is
 * one class against the rest: the probability that an image of the class gets a higher probability for it than one
 * of another class, ties counting half; NaN if all or no images are of the class. Means leave NaN out. The expected
 * calibration error is how far the probability of the predicted class is from the fraction that is right.
 */
public final class ClassificationScores {

    private static final int CALIBRATION_BINS = 10;

    private final List<String> classNames;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> truths = new ArrayList<>();
    private final List<float[]> probabilities = new ArrayList<>();

    public ClassificationScores(List<String> classNames) {
        this.classNames = Collections.unmodifiableList(new ArrayList<>(classNames));
    }

    /**
     * Adds an image.
     *
     * @param truth its class
     * @param prediction a probability per class
     * @throws CoverException if a probability is not a number
     */
    public void add(String name, int truth, float[] prediction) {
        if (truth < 0 || truth >= classNames.size() || prediction.length != classNames.size()) {
            throw new IllegalArgumentException("class " + truth + ", " + prediction.length + " probabilities, "
                    + classNames.size() + " classes");
        }
        for (float probability : prediction) {
            if (Float.isNaN(probability)) {
                throw new CoverException("The prediction for " + name + " is not a number; use a model whose training"
                        + " did not diverge.");
            }
        }
        names.add(name);
        truths.add(truth);
        probabilities.add(prediction.clone());
    }

    /** How many images were added. */
    public int images() {
        return names.size();
    }

    public List<String> classNames() {
        return classNames;
    }

    /** The most probable class of an image. */
    public int predicted(int image) {
        return mostProbable(probabilities.get(image));
    }

    /** The class with the largest probability; of equals the first. */
    public static int mostProbable(float[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            best = probabilities[c] > probabilities[best] ? c : best;
        }
        return best;
    }

    /** How many images of each true class (row) were predicted to be of each class (column). */
    public int[][] confusion() {
        int[][] confusion = new int[classNames.size()][classNames.size()];
        for (int image = 0; image < images(); image++) {
            confusion[truths.get(image)][predicted(image)]++;
        }
        return confusion;
    }

    /** The fraction of images classified correctly, NaN if there is none. */
    public double accuracy() {
        int[][] confusion = confusion();
        return (double) IntStream.range(0, confusion.length).map(c -> confusion[c][c]).sum() / images();
    }

    /** The fraction of a class's images that was found, NaN if it has none. */
    public double recall(int classNumber) {
        int[] row = confusion()[classNumber];
        return (double) row[classNumber] / Arrays.stream(row).sum();
    }

    /** The mean recall over the classes that occur. */
    public double balancedAccuracy() {
        return mean(IntStream.range(0, classNames.size()).mapToDouble(this::recall).toArray());
    }

    /** One class against the rest. */
    public double auc(int classNumber) {
        Integer[] order = IntStream.range(0, images()).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Float.compare(probability(a, classNumber), probability(b, classNumber)));
        double rankSum = 0;
        long positives = 0;
        for (int start = 0, end; start < order.length; start = end) {
            end = start;
            int tied = 0;
            while (end < order.length && probability(order[end], classNumber) == probability(order[start],
                    classNumber)) {
                tied += truths.get(order[end]) == classNumber ? 1 : 0;
                end++;
            }
            // Ranks from 1; tied ones share their mean.
            rankSum += tied * (start + end + 1) / 2.0;
            positives += tied;
        }
        long negatives = images() - positives;
        return (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }

    /** The mean over classes of their AUC. */
    public double meanAuc() {
        return mean(IntStream.range(0, classNames.size()).mapToDouble(this::auc).toArray());
    }

    /**
     * The expected calibration error, 0 to 1: images are sorted into ten bins by the probability of their predicted
     * class; it is the mean over images of |fraction right − mean probability| of their bin. NaN without images.
     */
    public double calibrationError() {
        double[] surplus = new double[CALIBRATION_BINS];
        for (int image = 0; image < images(); image++) {
            int predicted = predicted(image);
            float certainty = probability(image, predicted);
            int bin = Math.min(CALIBRATION_BINS - 1, (int) (certainty * CALIBRATION_BINS));
            surplus[bin] += (predicted == truths.get(image) ? 1 : 0) - certainty;
        }
        return Arrays.stream(surplus).map(Math::abs).sum() / images();
    }

    /** The mean over images of −ln of the probability of their true class (nats). NaN without images. */
    public double logLoss() {
        return Temperature.logLoss(probabilities, classNumbers()) / images();
    }

    /** The temperature that these images ask for, see {@link Temperature#fit}. */
    public double temperature() {
        return Temperature.fit(probabilities, classNumbers());
    }

    private int[] classNumbers() {
        return truths.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The same images with their probabilities at this temperature. */
    public ClassificationScores at(double temperature) {
        ClassificationScores result = new ClassificationScores(classNames);
        for (int image = 0; image < images(); image++) {
            result.add(names.get(image), truths.get(image), Temperature.apply(probabilities.get(image), temperature));
        }
        return result;
    }

    private float probability(int image, int classNumber) {
        return probabilities.get(image)[classNumber];
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }

    /**
     * A row per class with its images, recall and AUC, and one "all": accuracy, balanced accuracy, mean AUC, expected
     * calibration error.
     */
    public Table toTable() {
        Table table = new Table("class", "images", "accuracy", "balanced_accuracy", "recall", "auc",
                "calibration_error");
        for (int c = 0; c < classNames.size(); c++) {
            table.add(classNames.get(c), Collections.frequency(truths, c), Double.NaN, Double.NaN, recall(c), auc(c),
                    Double.NaN);
        }
        table.add("all", images(), accuracy(), balancedAccuracy(), balancedAccuracy(), meanAuc(),
                calibrationError());
        return table;
    }

    /** The confusion matrix: a row per true class, a column per predicted one. */
    public Table confusionTable() {
        List<String> columns = new ArrayList<>(List.of("true class"));
        classNames.forEach(name -> columns.add("predicted " + name));
        Table table = new Table(columns);
        int[][] confusion = confusion();
        for (int c = 0; c < classNames.size(); c++) {
            List<Object> row = new ArrayList<>(List.of(classNames.get(c)));
            Arrays.stream(confusion[c]).forEach(row::add);
            table.add(row);
        }
        return table;
    }

    /** A row per image: true and predicted class, and every class's probability. */
    public Table imageTable() {
        List<String> columns = new ArrayList<>(List.of("image", "class", "predicted", "correct"));
        classNames.forEach(name -> columns.add("p " + name));
        Table table = new Table(columns);
        for (int image = 0; image < images(); image++) {
            int predicted = predicted(image);
            List<Object> row = new ArrayList<>(List.of(names.get(image), classNames.get(truths.get(image)),
                    classNames.get(predicted), predicted == truths.get(image) ? "yes" : "no"));
            for (float probability : probabilities.get(image)) {
                row.add(probability);
            }
            table.add(row);
        }
        return table;
    }
}
