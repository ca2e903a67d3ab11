package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.image.FloatImage;

/**
 * Finds labels that do not look like those of their images: masks in which background and foreground are exchanged, and
 * labels that lie beside what they are of. Both train without an error, to a wrong result. What is found may be meant:
 * it is a warning, not a failure.
 */
public final class LabelCheck {

    /** Of the pixels of an image's rim. */
    private static final double MOST_OF_THE_RIM = 0.9;
    private static final double MOST_IMAGES = 0.8;
    /** Differences of brightness below tell nothing, in standard deviations. */
    private static final double CLEAR = 0.5;
    private static final int LEAST_IMAGES = 3;
    /** Images that are looked at. */
    private static final int EXAMPLES = 16;
    private static final int LONG_SIDE = 192;
    /** As a part of the long side. */
    private static final int FARTHEST = LONG_SIDE / 12;
    private static final int LEAST_OFFSET = 3;
    private static final double CLEARER = 1.3;

    private LabelCheck() {
    }

    /** Sentences for the user; none if nothing is odd. */
    public static List<String> warnings(LabelledImages images) {
        List<LabelledPlane> planes = new ArrayList<>();
        for (int i = 0; i < Math.min(EXAMPLES, images.size()); i++) {
            planes.add(new LabelledPlane(images.get(i), LONG_SIDE));
        }
        List<String> warnings = new ArrayList<>();
        if (images.classes().count() == 2) {
            addInverted(planes, warnings);
        }
        addOffset(planes, warnings);
        return warnings;
    }

    /** Objects may touch the rim, but the background mostly does; and objects are brighter in all images or in none. */
    private static void addInverted(List<LabelledPlane> planes, List<String> warnings) {
        long framed = planes.stream().filter(plane -> plane.rimShare(1) > MOST_OF_THE_RIM && plane.share(0) < 0.5
                && plane.share(0) > 0).count();
        if (framed > 0 && framed >= MOST_IMAGES * planes.size()) {
            warnings.add("The labels look inverted: in " + framed + " of " + planes.size() + " label images that were"
                    + " looked at, class 1 fills the image's rim and class 0 lies inside it; if 0 is meant to be the"
                    + " background, exchange the two values.");
            return;
        }
        double[] contrasts = planes.stream().mapToDouble(LabelledPlane::contrast).toArray();
        long brighter = Arrays.stream(contrasts).filter(contrast -> contrast > CLEAR).count();
        long darker = Arrays.stream(contrasts).filter(contrast -> contrast < -CLEAR).count();
        if (brighter + darker < LEAST_IMAGES + 1 || Math.min(brighter, darker) == 0
                || Math.max(brighter, darker) < MOST_IMAGES * (brighter + darker)) {
            return;
        }
        List<String> odd = new ArrayList<>();
        for (int i = 0; i < contrasts.length; i++) {
            if (Math.abs(contrasts[i]) > CLEAR && contrasts[i] > 0 != brighter > darker) {
                odd.add(planes.get(i).name());
            }
        }
        warnings.add("The labels of " + String.join(", ", odd) + " look inverted: there class 1 is "
                + (brighter > darker ? "darker" : "brighter") + " than class 0, in the other images it is "
                + (brighter > darker ? "brighter" : "darker") + "; look at them.");
    }

    /** Borders of labels lie where the image has edges; if all lie beside them, in one direction, it is odd. */
    private static void addOffset(List<LabelledPlane> planes, List<String> warnings) {
        List<int[]> offsets = planes.stream().map(plane -> plane.bestOffset(FARTHEST, CLEARER))
                .filter(Objects::nonNull).collect(Collectors.toList());
        List<String> directions = Stream.of(direction(offsets, 0, "up", "down"), direction(offsets, 1, "to the left",
                "to the right")).filter(Objects::nonNull).collect(Collectors.toList());
        if (offsets.size() >= LEAST_IMAGES && !directions.isEmpty()) {
            warnings.add("The labels look offset: in most of " + offsets.size() + " images that were looked at, their"
                    + " borders fit the images' edges clearly better when they are moved "
                    + String.join(" and ", directions) + "; look at some of them, laid over their images.");
        }
    }

    /** Where most of the images' labels would have to be moved along an axis; null if they do not agree. */
    private static String direction(List<int[]> offsets, int axis, String back, String forth) {
        long before = offsets.stream().filter(offset -> offset[axis] <= -LEAST_OFFSET).count();
        long behind = offsets.stream().filter(offset -> offset[axis] >= LEAST_OFFSET).count();
        return before >= MOST_IMAGES * offsets.size() ? back : behind >= MOST_IMAGES * offsets.size() ? forth : null;
    }

    /** The middle slice of an image, or all of a 2D image, at a size that suffices to judge it. */
    static final class LabelledPlane {

        private final String name;
        private final int height;
        private final int width;
        private final float[] values;
        private final int[] classes;

        LabelledPlane(LabelledImage labelled, int longSide) {
            FloatImage image = labelled.image();
            int[] size = image.size();
            int fullHeight = size[size.length - 2];
            int fullWidth = size[size.length - 1];
            int step = Math.max(1, (Math.max(fullHeight, fullWidth) + longSide - 1) / longSide);
            name = labelled.name();
            height = fullHeight / step;
            width = fullWidth / step;
            values = new float[height * width];
            classes = new int[height * width];
            int start = size.length == 3 ? size[0] / 2 * fullHeight * fullWidth : 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int pixel = start + y * step * fullWidth + x * step;
                    float value = image.data()[pixel];
                    values[y * width + x] = Float.isFinite(value) ? value : 0;
                    classes[y * width + x] = labelled.label().get(pixel);
                }
            }
        }

        String name() {
            return name;
        }

        double share(int classNumber) {
            return Arrays.stream(classes).filter(one -> one == classNumber).count() / (double) classes.length;
        }

        /** Of the outermost pixels. */
        double rimShare(int classNumber) {
            int rim = 0;
            int own = 0;
            for (int i = 0; i < classes.length; i++) {
                int y = i / width;
                int x = i % width;
                if (y == 0 || x == 0 || y == height - 1 || x == width - 1) {
                    rim++;
                    own += classes[i] == classNumber ? 1 : 0;
                }
            }
            return (double) own / rim;
        }

        /** By how many standard deviations class 1 is brighter than class 0; 0 where one is missing. */
        double contrast() {
            double[] sums = new double[2];
            double[] counts = new double[2];
            double squares = 0;
            for (int i = 0; i < classes.length; i++) {
                if (classes[i] == 0 || classes[i] == 1) {
                    sums[classes[i]] += values[i];
                    squares += (double) values[i] * values[i];
                    counts[classes[i]]++;
                }
            }
            double all = counts[0] + counts[1];
            double mean = (sums[0] + sums[1]) / all;
            double deviation = Math.sqrt(Math.max(0, squares / all - mean * mean));
            return counts[0] == 0 || counts[1] == 0 || !(deviation > 0) ? 0
                    : (sums[1] / counts[1] - sums[0] / counts[0]) / deviation;
        }

        /**
         * Where the labels' borders meet the strongest edges.
         *
         * @param farthest pixels in either direction
         * @param clearer by what factor they must be stronger than in place
         * @return {down, right}, {0, 0} if nowhere is clearly better; null if there are no borders or no edges
         */
        int[] bestOffset(int farthest, double clearer) {
            double[] edges = edges();
            List<Integer> borders = borders();
            double inPlace = mean(edges, borders, 0, 0);
            double all = Arrays.stream(edges).average().orElse(0);
            if (borders.size() < 2 * farthest || !(all > 0)) {
                return null;
            }
            double best = inPlace;
            int[] offset = {0, 0};
            for (int dy = -farthest; dy <= farthest; dy++) {
                for (int dx = -farthest; dx <= farthest; dx++) {
                    double mean = mean(edges, borders, dy, dx);
                    if (mean > best) {
                        best = mean;
                        offset = new int[] {dy, dx};
                    }
                }
            }
            // Noise has a best place too, which is hardly better than the mean of all.
            return best > clearer * inPlace && best > clearer * all ? offset : new int[] {0, 0};
        }

        private double[] edges() {
            double[] edges = new double[values.length];
            for (int y = 1; y < height - 1; y++) {
                for (int x = 1; x < width - 1; x++) {
                    int i = y * width + x;
                    edges[i] = Math.hypot(values[i + 1] - values[i - 1], values[i + width] - values[i - width]);
                }
            }
            return edges;
        }

        private List<Integer> borders() {
            List<Integer> borders = new ArrayList<>();
            for (int y = 0; y < height - 1; y++) {
                for (int x = 0; x < width - 1; x++) {
                    int i = y * width + x;
                    if (classes[i] >= 0 && (classes[i + 1] >= 0 && classes[i] != classes[i + 1]
                            || classes[i + width] >= 0 && classes[i] != classes[i + width])) {
                        borders.add(i);
                    }
                }
            }
            return borders;
        }

        private double mean(double[] edges, List<Integer> borders, int dy, int dx) {
            double sum = 0;
            for (int border : borders) {
                int y = border / width + dy;
                int x = border % width + dx;
                if (y >= 0 && y < height && x >= 0 && x < width) {
                    sum += edges[y * width + x];
                }
            }
            return borders.isEmpty() ? 0 : sum / borders.size();
        }
    }
}
