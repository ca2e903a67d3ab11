package org.coverfiji.math;

import org.coverfiji.image.FloatImage;

/** Scales every pixel's features to length 1, so that dot products are cosines. */
public final class UnitVectors {

    private UnitVectors() {
    }

    /** In place; pixels whose features are all 0 stay as they are. */
    public static void normalize(FloatImage features) {
        float[] data = features.data();
        int pixels = features.pixels();
        for (int i = 0; i < pixels; i++) {
            double squares = 0;
            for (int at = i; at < data.length; at += pixels) {
                squares += (double) data[at] * data[at];
            }
            if (squares > 0) {
                float scale = (float) (1 / Math.sqrt(squares));
                for (int at = i; at < data.length; at += pixels) {
                    data[at] *= scale;
                }
            }
        }
    }

    /**
     * The same of features in arrays of their own.
     *
     * @param count how many pixels, from index 0 on
     */
    public static void normalize(float[][] features, int count) {
        for (int i = 0; i < count; i++) {
            double squares = 0;
            for (float[] feature : features) {
                squares += (double) feature[i] * feature[i];
            }
            if (squares > 0) {
                float scale = (float) (1 / Math.sqrt(squares));
                for (float[] feature : features) {
                    feature[i] *= scale;
                }
            }
        }
    }
}
