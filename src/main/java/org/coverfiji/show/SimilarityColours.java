package org.coverfiji.show;

import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.process.ColorProcessor;
import ij.process.LUT;

/** Similarity as colours: from black by violet and orange to pale yellow, ever lighter, from 0 and below to 1. */
public final class SimilarityColours {

    /** Similarity of the darkest and of the lightest colour. */
    private static final double LOW = 0;
    private static final double HIGH = 1;

    private static final int[] STEPS = {0x000004, 0x57106e, 0xbc3754, 0xf98e09, 0xfcffa4};
    private static final double OPACITY = 0.55;
    private static final int COLOURS = 256;
    private static final int[] RGB = ramp();

    private SimilarityColours() {
    }

    private static int[] ramp() {
        int[] rgb = new int[COLOURS];
        for (int i = 0; i < COLOURS; i++) {
            double position = (double) i / (COLOURS - 1) * (STEPS.length - 1);
            int step = Math.min(STEPS.length - 2, (int) position);
            for (int shift = 0; shift <= 16; shift += 8) {
                int from = STEPS[step] >> shift & 0xff;
                int to = STEPS[step + 1] >> shift & 0xff;
                rgb[i] |= (int) Math.round(from + (position - step) * (to - from)) << shift;
            }
        }
        return rgb;
    }

    /** Shows an image of similarities in these colours. */
    public static void apply(ImagePlus similarity) {
        byte[][] table = new byte[3][COLOURS];
        for (int i = 0; i < COLOURS; i++) {
            for (int c = 0; c < 3; c++) {
                table[c][i] = (byte) (RGB[i] >> 16 - 8 * c);
            }
        }
        similarity.setLut(new LUT(table[0], table[1], table[2]));
        similarity.setDisplayRange(LOW, HIGH);
    }

    /**
     * Lays similarities over the image that they are of, half transparent, in the place of an earlier layer.
     *
     * @param similarity as large as the image, with its slices and time points
     */
    public static void lay(ImagePlus similarity, ImagePlus image) {
        Overlay overlay = new Overlay();
        for (int index = 1; index <= similarity.getStackSize(); index++) {
            ImageRoi layer = new ImageRoi(0, 0, colours((float[]) similarity.getStack().getPixels(index),
                    similarity.getWidth(), similarity.getHeight()));
            ColourLayer.name(layer, "similarity");
            layer.setOpacity(OPACITY);
            int[] position = similarity.convertIndexToPosition(index);
            layer.setPosition(0, similarity.getNSlices() > 1 ? position[1] : 0,
                    similarity.getNFrames() > 1 ? position[2] : 0);
            overlay.add(layer);
        }
        ColourLayer.put(overlay, image);
    }

    private static ColorProcessor colours(float[] similarity, int width, int height) {
        int[] pixels = new int[similarity.length];
        for (int i = 0; i < pixels.length; i++) {
            double part = (similarity[i] - LOW) / (HIGH - LOW);
            pixels[i] = 0xff000000 | RGB[(int) Math.round(Math.max(0, Math.min(1, part)) * (COLOURS - 1))];
        }
        return new ColorProcessor(width, height, pixels);
    }
}
