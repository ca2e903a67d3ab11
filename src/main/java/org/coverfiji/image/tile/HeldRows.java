package org.coverfiji.image.tile;

import org.coverfiji.image.FloatImage;

/** Rows of an image, along its first axis, that are in memory: all of them, or those that some tiles need. */
final class HeldRows {

    /** [C, count, …]. */
    final float[] data;
    final int channels;
    /** Position of the first one in the image. */
    final int first;
    final int count;

    HeldRows(float[] data, int channels, int first, int count) {
        this.data = data;
        this.channels = channels;
        this.first = first;
        this.count = count;
    }

    static HeldRows all(FloatImage image) {
        return new HeldRows(image.data(), image.channels(), 0, image.size()[0]);
    }
}
