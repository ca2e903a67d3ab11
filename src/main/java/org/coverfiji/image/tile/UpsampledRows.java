package org.coverfiji.image.tile;

/**
 * Rows of maps at full resolution, as {@link LinearUpsampling} brings maps there, some at a time: none is made as a
 * whole, and one buffer serves all. For one thread.
 */
public final class UpsampledRows {

    private final int planes;
    private final int height;
    private final int extent;
    private final int factor;
    private final int width;
    private final int[] low;
    private final float[] part;
    /** A row between two planes of a map. */
    private final float[] between;
    /** Rows of a map, brought to full width. */
    private final float[][] wide;
    private final float[] result;

    /**
     * @param size (D,) H, W of the maps
     * @param factor that they are enlarged by
     * @param rows that are asked for at a time, at most
     * @param width how many of a row's values are wanted, from the first on
     */
    public UpsampledRows(int[] size, int factor, int rows, int width) {
        planes = size.length == 3 ? size[0] : 1;
        height = size[size.length - 2];
        extent = size[size.length - 1];
        this.factor = factor;
        this.width = width;
        low = new int[width];
        part = new float[width];
        for (int x = 0; x < width; x++) {
            float position = LinearUpsampling.position(x, extent, factor);
            low[x] = (int) position;
            part[x] = position - low[x];
        }
        between = new float[planes > 1 ? extent : 0];
        wide = new float[Math.min(height, (rows + factor - 2) / factor + 2)][width];
        result = new float[rows * width];
    }

    /**
     * Some rows of one enlarged map.
     *
     * @param map (D,) H, W
     * @param plane of the enlarged map; 0 in 2D
     * @param first row of the enlarged map
     * @return {@code count} rows, one after the other; they hold until more are asked for
     */
    public float[] of(float[] map, int plane, int first, int count) {
        if (factor == 1) {
            for (int y = 0; y < count; y++) {
                System.arraycopy(map, (plane * height + first + y) * extent, result, y * width, width);
            }
            return result;
        }
        int top = (int) LinearUpsampling.position(first, height, factor);
        int bottom = Math.min(height - 1, (int) LinearUpsampling.position(first + count - 1, height, factor) + 1);
        for (int row = top; row <= bottom; row++) {
            if (planes == 1) {
                widen(map, row * extent, wide[row - top]);
            } else {
                interpolate(map, row, plane);
                widen(between, 0, wide[row - top]);
            }
        }
        for (int y = 0; y < count; y++) {
            float position = LinearUpsampling.position(first + y, height, factor);
            int upper = (int) position;
            blend(wide[upper - top], wide[Math.min(height - 1, upper + 1) - top], position - upper, y * width);
        }
        return result;
    }

    private void interpolate(float[] map, int row, int plane) {
        float position = LinearUpsampling.position(plane, planes, factor);
        int lower = (int) position;
        float share = position - lower;
        int from = (lower * height + row) * extent;
        int next = (Math.min(planes - 1, lower + 1) * height + row) * extent;
        for (int x = 0; x < extent; x++) {
            between[x] = map[from + x] + share * (map[next + x] - map[from + x]);
        }
    }

    private void widen(float[] values, int start, float[] target) {
        for (int x = 0; x < width; x++) {
            float value = values[start + low[x]];
            target[x] = value + part[x] * (values[start + Math.min(extent - 1, low[x] + 1)] - value);
        }
    }

    private void blend(float[] upper, float[] lower, float share, int to) {
        for (int x = 0; x < width; x++) {
            result[to + x] = upper[x] + share * (lower[x] - upper[x]);
        }
    }
}
