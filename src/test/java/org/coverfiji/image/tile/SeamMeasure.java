package org.coverfiji.image.tile;

import org.coverfiji.image.FloatImage;

/**
 * How visible tile borders are: the mean absolute difference of neighbouring pixels across the borders of tiles,
 * divided by that of neighbouring pixels elsewhere. 1 means no seams; over all axes and channels.
 */
public final class SeamMeasure {

    private SeamMeasure() {
    }

    public static double ratio(FloatImage result, int... window) {
        int[] size = result.size();
        float[] data = result.data();
        double across = 0;
        double elsewhere = 0;
        long acrossCount = 0;
        long elsewhereCount = 0;
        int stride = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            boolean[] border = borders(size[axis], window[axis]);
            for (int i = 0; i < data.length; i++) {
                int position = i / stride % size[axis];
                if (position > 0) {
                    double difference = Math.abs(data[i] - data[i - stride]);
                    if (border[position]) {
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
            throw new IllegalArgumentException("one tile covers the image: there is no border to measure");
        }
        return across / acrossCount / (elsewhere / elsewhereCount);
    }

    /** Whether a tile begins at a position, or has ended just before it. */
    private static boolean[] borders(int size, int window) {
        boolean[] border = new boolean[size + 1];
        for (int start : new TileAxis(size, window).starts) {
            if (start > 0) {
                border[start] = true;
            }
            if (start + window < size) {
                border[start + window] = true;
            }
        }
        return border;
    }
}
