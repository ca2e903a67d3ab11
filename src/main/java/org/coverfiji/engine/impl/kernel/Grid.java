package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The extents of a feature map, [N, C, (D,) H, W]. A 2D map is a 3D one of depth 1, so that every kernel has one
 * code path; {@link #dimensions()} still tells them apart.
 */
public final class Grid {

    public final int batch;
    public final int channels;
    public final int depth;
    public final int height;
    public final int width;
    private final int dimensions;

    public Grid(int dimensions, int batch, int channels, int depth, int height, int width) {
        this.dimensions = dimensions;
        this.batch = batch;
        this.channels = channels;
        this.depth = depth;
        this.height = height;
        this.width = width;
    }

    public static Grid of(INDArray map) {
        long[] s = map.shape();
        return s.length == 4
                ? new Grid(2, (int) s[0], (int) s[1], 1, (int) s[2], (int) s[3])
                : new Grid(3, (int) s[0], (int) s[1], (int) s[2], (int) s[3], (int) s[4]);
    }

    /** 2 or 3. */
    public int dimensions() {
        return dimensions;
    }

    /** Pixels of one channel of one sample. */
    public int pixels() {
        return depth * height * width;
    }

    /** The same grid with other batch size and channels, as an array shape. */
    public long[] shape(int newBatch, int newChannels) {
        return dimensions == 2
                ? new long[] {newBatch, newChannels, height, width}
                : new long[] {newBatch, newChannels, depth, height, width};
    }

    /** The shape at twice (or, with {@code half}, half) the sides, channels as given. */
    public long[] scaledShape(int newChannels, boolean half) {
        return dimensions == 2
                ? new long[] {batch, newChannels, scale(height, half), scale(width, half)}
                : new long[] {batch, newChannels, scale(depth, half), scale(height, half), scale(width, half)};
    }

    private static int scale(int extent, boolean half) {
        return half ? extent / 2 : extent * 2;
    }
}
