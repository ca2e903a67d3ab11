package org.coverfiji.image.tile;

import java.util.Arrays;
import java.util.function.Function;

import org.coverfiji.image.FloatImage;

/**
 * How visible tiles are: the mean absolute difference of neighbouring pixels where a seam could be, divided by that of
 * neighbouring pixels elsewhere. 1 means no seams; over all axes and channels.
 */
public final class SeamMeasure {

    private SeamMeasure() {
    }

    /** Where a tile begins or has ended. */
    public static double atBorders(FloatImage result, int... window) {
        return atBorders(result, 0.5, window);
    }

    /** @param overlap least share of a tile that the next one covers too */
    public static double atBorders(FloatImage result, double overlap, int[] window) {
        return ratio(result, overlap, window, SeamMeasure::borders);
    }

    /** In the middle of overlaps, where one tile hands over to the next: blended tiles that disagree show there. */
    public static double atHandOvers(FloatImage result, int... window) {
        return atHandOvers(result, 0.5, window);
    }

    /** @param overlap least share of a tile that the next one covers too */
    public static double atHandOvers(FloatImage result, double overlap, int[] window) {
        return ratio(result, overlap, window, SeamMeasure::handOvers);
    }

    /**
     * The pixels beside a tile's border.
     *
     * @param overlap least share of a tile that the next one covers too
     * @param distance to the border's nearest pixel at most, pixels
     */
    public static boolean[] nearBorders(int[] size, int[] window, double overlap, int distance) {
        boolean[] near = new boolean[Arrays.stream(size).reduce(1, (a, b) -> a * b)];
        int stride = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            boolean[] border = borders(new TileAxis(size[axis], window[axis], overlap));
            for (int i = 0; i < near.length; i++) {
                int position = i / stride % size[axis];
                for (int d = -distance; d <= distance + 1; d++) {
                    near[i] |= position + d >= 0 && position + d < border.length && border[position + d];
                }
            }
            stride *= size[axis];
        }
        return near;
    }

    private static double ratio(FloatImage result, double overlap, int[] window,
            Function<TileAxis, boolean[]> seams) {
        int[] size = result.size();
        float[] data = result.data();
        double across = 0;
        double elsewhere = 0;
        long acrossCount = 0;
        long elsewhereCount = 0;
        int stride = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            boolean[] seam = seams.apply(new TileAxis(size[axis], window[axis], overlap));
            for (int i = 0; i < data.length; i++) {
                int position = i / stride % size[axis];
                if (position > 0) {
                    double difference = Math.abs(data[i] - data[i - stride]);
                    if (seam[position]) {
                        across += difference;
                        acrossCount++;
                    } else {
                        elsewhere += difference;
                        elsewhereCount++;
                    }
                }
            }
            stride *= size[axis];
        }
        if (acrossCount == 0) {
            throw new IllegalArgumentException("one tile covers the image: there is no seam to measure");
        }
        return across / acrossCount / (elsewhere / elsewhereCount);
    }

    private static boolean[] borders(TileAxis axis) {
        boolean[] border = new boolean[axis.size + 1];
        for (int start : axis.starts) {
            if (start > 0) {
                border[start] = true;
            }
            if (start + axis.window < axis.size) {
                border[start + axis.window] = true;
            }
        }
        return border;
    }

    private static boolean[] handOvers(TileAxis axis) {
        boolean[] handOver = new boolean[axis.size + 1];
        for (int tile = 1; tile < axis.starts.length; tile++) {
            int middle = (axis.starts[tile - 1] + axis.window + axis.starts[tile]) / 2;
            Arrays.fill(handOver, middle - 1, middle + 2, true);
        }
        return handOver;
    }
}
