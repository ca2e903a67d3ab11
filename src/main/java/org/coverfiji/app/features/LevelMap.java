package org.coverfiji.app.features;

import org.coverfiji.image.tile.LinearUpsampling;

/**
 * One level's features at their own resolution: standardised with the model's statistics and multiplied by 1/√channels.
 * Pixel i along an axis covers pixels i·stride to (i+1)·stride − 1 of the image as the network saw it; the last ones
 * may reach beyond it, where it is mirrored. The arrays are shared, not copied; nobody changes them.
 */
public final class LevelMap {

    private final float[][] channels;
    private final int[] size;
    private final int stride;

    LevelMap(float[][] channels, int[] size, int stride) {
        this.channels = channels;
        this.size = size;
        this.stride = stride;
    }

    public int channels() {
        return channels.length;
    }

    /** (D,) H, W, row-major. */
    public float[] channel(int channel) {
        return channels[channel];
    }

    /** Extents in array order. */
    public int[] size() {
        return size.clone();
    }

    public int pixels() {
        return channels[0].length;
    }

    /** How many pixels of the image one of the map spans, per axis. */
    public int stride() {
        return stride;
    }

    /** The features of one of its own pixels. */
    public float[] vector(int pixel) {
        float[] vector = new float[channels.length];
        for (int c = 0; c < vector.length; c++) {
            vector[c] = channels[c][pixel];
        }
        return vector;
    }

    /** Writes the features at a point of the image as the network saw it, linearly interpolated. */
    void at(double[] point, float[] target, int start) {
        LinearUpsampling.corners(size, stride, point, (offset, weight) -> {
            for (int c = 0; c < channels.length; c++) {
                target[start + c] += weight * channels[c][offset];
            }
        });
    }

    long bytes() {
        return (long) Float.BYTES * channels.length * pixels();
    }
}
