package org.coverfiji.image.format;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The numbers in a decoded picture: its samples as stored (8 or 16 bits, no colour management). A palette becomes
 * its colours, or grey values if it has greys only; transparent pixels are laid on white, as ImageJ does.
 */
final class PixelValues {

    private PixelValues() {
    }

    /** 1 for grey, 3 for colour. */
    static int channels(ColorModel model, int bands) throws UnreadableException {
        if (model instanceof IndexColorModel) {
            return isGrey((IndexColorModel) model) ? 1 : 3;
        }
        int colours = bands - (model.hasAlpha() ? 1 : 0);
        if (colours != 1 && colours != 3) {
            throw new UnreadableException("it has " + colours + " samples per pixel; save it as grey or RGB");
        }
        return colours;
    }

    /** @param out receives [channels, height, width] from the offset on, channels being stride values apart */
    static void copy(BufferedImage image, float[] out, int offset, int stride) throws UnreadableException {
        Raster raster = image.getRaster();
        ColorModel model = image.getColorModel();
        int channels = channels(model, raster.getNumBands());
        if (model instanceof IndexColorModel) {
            copyPalette(raster, (IndexColorModel) model, channels, out, offset, stride);
            return;
        }
        int width = raster.getWidth();
        float[] row = new float[width];
        float[] alpha = model.hasAlpha() ? new float[width] : null;
        for (int y = 0; y < raster.getHeight(); y++) {
            if (alpha != null) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, channels, alpha);
            }
            for (int channel = 0; channel < channels; channel++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, channel, row);
                if (alpha != null) {
                    layOnWhite(row, alpha, (1 << model.getComponentSize(channels)) - 1);
                }
                System.arraycopy(row, 0, out, offset + channel * stride + y * width, width);
            }
        }
    }

    private static void layOnWhite(float[] row, float[] alpha, float white) {
        for (int x = 0; x < row.length; x++) {
            if (alpha[x] < white) {
                row[x] = white + (row[x] - white) * alpha[x] / white;
            }
        }
    }

    private static void copyPalette(Raster raster, IndexColorModel palette, int channels, float[] out, int offset,
            int stride) {
        int[] colours = new int[palette.getMapSize()];
        palette.getRGBs(colours);
        int width = raster.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int x = 0; x < width; x++) {
                int colour = row[x] < colours.length ? colours[row[x]] : 0;
                for (int channel = 0; channel < channels; channel++) {
                    out[offset + channel * stride + y * width + x] = colour >> 16 - 8 * channel & 0xff;
                }
            }
        }
    }

    private static boolean isGrey(IndexColorModel palette) {
        for (int i = 0; i < palette.getMapSize(); i++) {
            if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
                return false;
            }
        }
        return true;
    }
}
