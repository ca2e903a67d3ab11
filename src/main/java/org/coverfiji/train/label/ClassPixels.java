package org.coverfiji.train.label;

import java.util.stream.IntStream;

/** Where the classes are in one image: an even choice of each class's pixels, to centre patches on. */
final class ClassPixels {

    /** More places than this per class teach nothing new. */
    private static final int PLACES = 4096;

    private final long[] counts;
    private final int[][] places;
    private final int[] foreground;
    private final int[] labelled;

    ClassPixels(int[] labels, int classes) {
        counts = new long[classes];
        for (int label : labels) {
            if (label >= 0) {
                counts[label]++;
            }
        }
        places = new int[classes][];
        long[] seen = new long[classes];
        for (int k = 0; k < classes; k++) {
            places[k] = new int[(int) Math.min(PLACES, counts[k])];
        }
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            if (label >= 0) {
                int length = places[label].length;
                int place = (int) (seen[label] * length / counts[label]);
                places[label][place] = i;
                seen[label]++;
            }
        }
        labelled = IntStream.range(0, classes).filter(k -> counts[k] > 0).toArray();
        foreground = IntStream.of(labelled).filter(k -> k > 0).toArray();
    }

    long[] counts() {
        return counts.clone();
    }

    /** The classes but the first that are there. */
    int[] foreground() {
        return foreground;
    }

    /** All classes that are there. */
    int[] labelled() {
        return labelled;
    }

    /** Pixels of a class that is there, each an index into the image. */
    int[] places(int label) {
        return places[label];
    }
}
