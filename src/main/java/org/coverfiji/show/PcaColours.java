package org.coverfiji.show;

import java.util.Arrays;

import org.coverfiji.image.FloatImage;
import org.coverfiji.math.PrincipalComponents;
import org.coverfiji.image.PixelSizes;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;

/**
 * An embedding as colours: its first three principal components as red, green and blue, each stretched from its 1st
 * to its 99th percentile. Pixels of like features get like colours. Where there are fewer than three components, the
 * missing colours stay dark.
 */
public final class PcaColours {

    private static final double LOW_PERCENT = 1;
    private static final double HIGH_PERCENT = 99;

    /** Percentiles of large volumes are those of every so many-th pixel. */
    private static final int PERCENTILE_SAMPLE = 1_000_000;

    private PcaColours() {
    }

    /**
     * The colours of an embedding.
     *
     * @param features any number of channels
     * @param weights how much each channel has to say
     * @return an RGB image, for 3D a stack, with the embedding's calibration
     */
    public static ImagePlus of(FloatImage features, double[] weights, String title, long seed) {
        int components = Math.min(3, features.channels());
        return toImage(PrincipalComponents.fit(features, weights, seed).project(features, components), title);
    }

    /**
     * Channels that are components already, as colours.
     *
     * @param components 1 to 3 channels count
     */
    public static ImagePlus toImage(FloatImage components, String title) {
        int pixels = components.pixels();
        int[] colours = new int[pixels];
        for (int c = 0; c < Math.min(3, components.channels()); c++) {
            addChannel(components.data(), c * pixels, pixels, colours, 16 - 8 * c);
        }
        int[] size = components.size();
        int width = size[size.length - 1];
        int height = size[size.length - 2];
        ImageStack stack = new ImageStack(width, height);
        for (int start = 0; start < pixels; start += width * height) {
            int[] slice = Arrays.copyOfRange(colours, start, start + width * height);
            stack.addSlice(new ColorProcessor(width, height, slice));
        }
        ImagePlus image = new ImagePlus(title, stack);
        image.setCalibration(PixelSizes.of(components));
        return image;
    }

    private static void addChannel(float[] data, int start, int pixels, int[] colours, int shift) {
        int step = (pixels + PERCENTILE_SAMPLE - 1) / PERCENTILE_SAMPLE;
        float[] sorted = new float[(pixels + step - 1) / step];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = data[start + i * step];
        }
        Arrays.sort(sorted);
        float low = percentile(sorted, LOW_PERCENT);
        float high = percentile(sorted, HIGH_PERCENT);
        float scale = high > low ? 255 / (high - low) : 0;
        for (int i = 0; i < pixels; i++) {
            int value = Math.round(Math.min(255, Math.max(0, (data[start + i] - low) * scale)));
            colours[i] |= value << shift;
        }
    }

    private static float percentile(float[] sorted, double percent) {
        return sorted[(int) Math.round(percent / 100 * (sorted.length - 1))];
    }
}
