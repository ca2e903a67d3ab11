package org.coverfiji.app.similar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.FloatImage;

/** The highest pixels of a map that are not close to a higher one: a sixteenth of its longest side. */
final class Peaks {

    /** Two peaks are farther apart than the longest side divided by this. */
    private static final int SIDE_PARTS = 16;

    private Peaks() {
    }

    /**
     * The best pixels, best first; of equal ones the first.
     *
     * @param map one channel
     * @return at most so many, as indices into the map
     */
    static List<Integer> of(FloatImage map, int count) {
        int[] size = map.size();
        float[] values = map.data().clone();
        double radius = (double) Arrays.stream(size).max().getAsInt() / SIDE_PARTS;
        List<Integer> peaks = new ArrayList<>();
        while (peaks.size() < count) {
            int best = highest(values);
            if (Float.isNaN(values[best])) {
                break;
            }
            peaks.add(best);
            clear(values, size, best, radius);
        }
        return peaks;
    }

    private static int highest(float[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best] || Float.isNaN(values[best])) {
                best = i;
            }
        }
        return best;
    }

    private static void clear(float[] values, int[] size, int centre, double radius) {
        int width = size[size.length - 1];
        int height = size[size.length - 2];
        int reach = (int) radius;
        int z = centre / (width * height);
        int y = centre / width % height;
        int x = centre % width;
        for (int dz = size.length == 3 ? -reach : 0; dz <= (size.length == 3 ? reach : 0); dz++) {
            for (int dy = -reach; dy <= reach; dy++) {
                for (int dx = -reach; dx <= reach; dx++) {
                    boolean inside = x + dx >= 0 && x + dx < width && y + dy >= 0 && y + dy < height && z + dz >= 0
                            && z + dz < values.length / (width * height);
                    if (inside && dx * dx + dy * dy + dz * dz <= radius * radius) {
                        values[((z + dz) * height + y + dy) * width + x + dx] = Float.NaN;
                    }
                }
            }
        }
    }
}
