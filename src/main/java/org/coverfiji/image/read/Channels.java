package org.coverfiji.image.read;

import org.coverfiji.image.format.Geometry;

/** Fits an image's channels to a network's: colour to luminance, grey to three equal channels. */
final class Channels {

    /** Rec. 601. */
    private static final float[] LUMINANCE = {0.299f, 0.587f, 0.114f};

    private Channels() {
    }

    /** @param wanted 0 for any */
    static boolean canConvert(Geometry from, int wanted) {
        return wanted == 0 || from.channels() == wanted || wanted == 1 && from.isColour()
                || wanted == 3 && from.channels() == 1;
    }

    /** @param data [own, …], of which canConvert said yes */
    static float[] convert(float[] data, int own, int wanted) {
        if (own == wanted) {
            return data;
        }
        return own == 1 ? repeated(data, wanted) : luminance(data);
    }

    private static float[] luminance(float[] colours) {
        int pixels = colours.length / 3;
        float[] grey = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            float r = colours[i];
            float g = colours[pixels + i];
            float b = colours[2 * pixels + i];
            // Exactly grey pixels keep their value.
            grey[i] = r == g && g == b ? r : LUMINANCE[0] * r + LUMINANCE[1] * g + LUMINANCE[2] * b;
        }
        return grey;
    }

    private static float[] repeated(float[] grey, int times) {
        float[] colours = new float[Math.multiplyExact(grey.length, times)];
        for (int i = 0; i < times; i++) {
            System.arraycopy(grey, 0, colours, i * grey.length, grey.length);
        }
        return colours;
    }
}
