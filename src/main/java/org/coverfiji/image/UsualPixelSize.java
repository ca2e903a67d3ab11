package org.coverfiji.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The pixel size that stands for a set of images: on every axis the median, in the unit that most of them have. It does
 * not depend on the images' order. Immutable.
 */
public final class UsualPixelSize {

    /** Sizes that differ by less are told as one. */
    private static final double NOTABLE = 1.01;

    private final double[] median;
    private final double[] least;
    private final double[] greatest;
    private final String unit;
    private final int otherUnits;

    private UsualPixelSize(List<double[]> sizes, String unit, int otherUnits) {
        int axes = sizes.get(0).length;
        median = new double[axes];
        least = new double[axes];
        greatest = new double[axes];
        for (int axis = 0; axis < axes; axis++) {
            int own = axis;
            double[] sorted = sizes.stream().mapToDouble(size -> size[own]).sorted().toArray();
            median[axis] = sorted[(sorted.length - 1) / 2];
            least[axis] = sorted[0];
            greatest[axis] = sorted[sorted.length - 1];
        }
        this.unit = unit;
        this.otherUnits = otherUnits;
    }

    /** @param images at least one, all of the same dimensions */
    public static UsualPixelSize of(List<FloatImage> images) {
        Collector sizes = new Collector();
        images.forEach(image -> sizes.add(image.spacing(), image.unit()));
        return sizes.median();
    }

    /** Array order. */
    public double[] spacing() {
        return median.clone();
    }

    public String unit() {
        return unit;
    }

    /** Whether the images differ so much that the user should know; then {@link #toString()} says how. */
    public boolean differs() {
        boolean differs = otherUnits > 0;
        for (int axis = 0; axis < median.length; axis++) {
            differs |= greatest[axis] > NOTABLE * least[axis];
        }
        return differs;
    }

    @Override
    public String toString() {
        return "The images' pixel sizes differ (" + text(least) + " to " + text(greatest) + " " + unit
                + (otherUnits > 0 ? "; " + otherUnits + " in units that cannot be converted" : "")
                + "); the model's is their median, " + text(median) + " " + unit + ".";
    }

    private static String text(double[] size) {
        return Arrays.stream(size).mapToObj(side -> String.format(Locale.ROOT, "%.4g", side))
                .collect(Collectors.joining(" × "));
    }

    /** Gathers the sizes of a set's images. */
    public static final class Collector {

        private final Map<String, List<double[]>> byUnit = new LinkedHashMap<>();

        /** @param spacing array order */
        public void add(double[] spacing, String unit) {
            byUnit.computeIfAbsent(unit, key -> new ArrayList<>()).add(spacing.clone());
        }

        /** Of at least one image. */
        public UsualPixelSize median() {
            String common = byUnit.keySet().stream().sorted()
                    .reduce((a, b) -> byUnit.get(b).size() > byUnit.get(a).size() ? b : a).orElseThrow();
            List<double[]> sizes = new ArrayList<>();
            int others = 0;
            for (Map.Entry<String, List<double[]>> entry : byUnit.entrySet()) {
                double ratio = entry.getKey().equals(common) ? 1 : LengthUnit.ratio(common, entry.getKey());
                if (Double.isNaN(ratio)) {
                    others += entry.getValue().size();
                } else {
                    entry.getValue()
                            .forEach(size -> sizes.add(Arrays.stream(size).map(side -> side * ratio).toArray()));
                }
            }
            return new UsualPixelSize(sizes, common, others);
        }
    }
}
