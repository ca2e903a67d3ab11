package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The extents of a feature map. A 2D map is a 3D one of depth 1, so that every kernel has one code path;
 * {@link #dimensions()} still tells them apart.
 *
 * <p>A map lies in memory in one of two ways. Row-major, [N, C, (D,) H, W], is block 1. In the other, which oneDNN
 * works with, the values of {@code block} channels at one pixel lie together: [N, C / block, (D,) H, W, block].
 */
public final class Grid {

    public final int batch;
    public final int channels;
    public final int depth;
    public final int height;
    public final int width;
    /** Channels that lie together; 1 for row-major maps. */
    public final int block;
    private final int dimensions;

    public Grid(int dimensions, int batch, int channels, int depth, int height, int width) {
        this(dimensions, batch, channels, depth, height, width, 1);
    }

    private Grid(int dimensions, int batch, int channels, int depth, int height, int width, int block) {
        this.dimensions = dimensions;
        this.batch = batch;
        this.channels = channels;
        this.depth = depth;
        this.height = height;
        this.width = width;
        this.block = block;
    }

    /** Of a row-major map. */
    public static Grid of(INDArray map) {
        return of(map, 1);
    }

    /** @param block channels that lie together; 1 for row-major maps */
    public static Grid of(INDArray map, int block) {
        long[] s = map.shape();
        int axes = s.length - (block == 1 ? 2 : 3);
        int channels = (int) s[1] * block;
        return axes == 2
                ? new Grid(2, (int) s[0], channels, 1, (int) s[2], (int) s[3], block)
                : new Grid(3, (int) s[0], channels, (int) s[2], (int) s[3], (int) s[4], block);
    }

    /** 2 or 3. */
    public int dimensions() {
        return dimensions;
    }

    /** Pixels of one channel of one sample. */
    public int pixels() {
        return depth * height * width;
    }

    /** Pieces of memory without gaps that one sample consists of: one per channel, or one per block of channels. */
    public int planes() {
        return channels / block;
    }

    /** Values in one plane. */
    public int planeLength() {
        return pixels() * block;
    }

    /** Values in one row of a plane. */
    public int rowLength() {
        return width * block;
    }

    /** Rows of one plane. */
    public int rows() {
        return depth * height;
    }

    /** The same grid with another layout. */
    public Grid withBlock(int newBlock) {
        return new Grid(dimensions, batch, channels, depth, height, width, newBlock);
    }

    /** The shape that row-major maps of this size have, whatever the layout. */
    public long[] rowMajorShape() {
        return withBlock(1).shape(batch, channels);
    }

    /** The same grid with other batch size and channels, as an array shape. */
    public long[] shape(int newBatch, int newChannels) {
        return shape(newBatch, newChannels, depth, height, width);
    }

    /** The shape at twice (or, with {@code half}, half) the sides, channels as given. */
    public long[] scaledShape(int newChannels, boolean half) {
        return shape(batch, newChannels, scale(depth, half), scale(height, half), scale(width, half));
    }

    private long[] shape(int newBatch, int newChannels, int newDepth, int newHeight, int newWidth) {
        long[] shape = new long[dimensions + (block == 1 ? 2 : 3)];
        shape[0] = newBatch;
        shape[1] = newChannels / block;
        int axis = 2;
        if (dimensions == 3) {
            shape[axis++] = newDepth;
        }
        shape[axis++] = newHeight;
        shape[axis++] = newWidth;
        if (block > 1) {
            shape[axis] = block;
        }
        return shape;
    }

    private static int scale(int extent, boolean half) {
        return half ? extent / 2 : extent * 2;
    }
}
