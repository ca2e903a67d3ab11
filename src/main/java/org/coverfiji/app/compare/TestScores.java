package org.coverfiji.app.compare;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.file.CsvFile;
import org.coverfiji.file.Table;
import org.coverfiji.image.label.CsvTable;
import org.coverfiji.metric.ClassificationScores;

/**
 * What a run's model made of every test image, so that its score can be reckoned of any of them. Of segmentation that
 * is a Dice per class, and the score the mean over classes, without the first, of their means over images. Of
 * classification it is a probability per class, and the score the mean over classes of the area under the curve, one
 * class against the rest. Immutable.
 */
public final class TestScores {

    /** What the score is called. */
    public enum Measure {
        DICE("Dice"), AUC("AUC");

        private final String word;

        Measure(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /** One image. */
    public static final class Image {

        private final String name;
        private final String group;
        private final int truth;
        private final double[] values;

        /**
         * @param group what stands on one side of a split
         * @param truth its class; −1 in segmentation
         * @param values per class: Dice, NaN where the class is in neither, or probability
         */
        public Image(String name, String group, int truth, double[] values) {
            this.name = name;
            this.group = group;
            this.truth = truth;
            this.values = values.clone();
        }

        public String name() {
            return name;
        }

        public String group() {
            return group;
        }

        /** The mean of its Dice over the classes but the first; of classification the true class's probability. */
        public double own() {
            return truth >= 0 ? values[truth]
                    : Arrays.stream(values, 1, values.length).filter(value -> !Double.isNaN(value)).average()
                            .orElse(Double.NaN);
        }
    }

    private final Measure measure;
    private final List<Image> images;

    public TestScores(Measure measure, List<Image> images) {
        this.measure = measure;
        this.images = List.copyOf(images);
    }

    public Measure measure() {
        return measure;
    }

    public List<Image> images() {
        return images;
    }

    /** In the order of their first images. */
    public List<String> groups() {
        return new ArrayList<>(images.stream().map(Image::group).collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Of all images, 0 to 1; NaN where it is not defined. */
    public double score() {
        return score(images);
    }

    /** Of the images of some groups, of which one may be there several times. */
    public double scoreOf(List<String> groups) {
        return score(groups.stream().flatMap(group -> images.stream().filter(image -> image.group.equals(group)))
                .collect(Collectors.toList()));
    }

    private double score(List<Image> some) {
        return some.isEmpty() ? Double.NaN : measure == Measure.DICE ? dice(some) : auc(some);
    }

    private static double dice(List<Image> some) {
        return IntStream.range(1, some.get(0).values.length)
                .mapToDouble(c -> some.stream().mapToDouble(image -> image.values[c])
                        .filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN))
                .filter(value -> !Double.isNaN(value)).average().orElse(Double.NaN);
    }

    private static double auc(List<Image> some) {
        int classes = some.get(0).values.length;
        ClassificationScores scores = new ClassificationScores(
                IntStream.range(0, classes).mapToObj(String::valueOf).collect(Collectors.toList()));
        for (Image image : some) {
            float[] probabilities = new float[classes];
            for (int c = 0; c < classes; c++) {
                probabilities[c] = (float) image.values[c];
            }
            scores.add(image.name, image.truth, probabilities);
        }
        return scores.meanAuc();
    }

    private static String column(Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT);
    }

    /** A row per image. Groups are numbers there, because a patient's name may stand for one. */
    void write(File csv) {
        List<String> groups = groups();
        List<String> columns = new ArrayList<>(List.of("image", "group", "truth"));
        IntStream.range(0, images.get(0).values.length).forEach(c -> columns.add(column(measure) + c));
        Table table = new Table(columns);
        for (Image image : images) {
            List<Object> row = new ArrayList<>(List.of(image.name, groups.indexOf(image.group) + 1, image.truth));
            Arrays.stream(image.values).forEach(row::add);
            table.add(row);
        }
        CsvFile.write(csv, table);
    }

    /** @throws org.coverfiji.CoverException if the file is no such table */
    static TestScores read(File csv) {
        CsvTable table = new CsvTable(csv);
        List<String> columns = table.columns().subList(Math.min(3, table.columns().size()), table.columns().size());
        Measure measure = !columns.isEmpty() && columns.get(0).equals(column(Measure.AUC) + 0) ? Measure.AUC
                : Measure.DICE;
        List<Image> images = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            int at = row;
            images.add(new Image(table.get(row, "image"), table.get(row, "group"), table.whole(row, "truth"),
                    columns.stream().mapToDouble(column -> table.number(at, column)).toArray()));
        }
        return new TestScores(measure, images);
    }
}
