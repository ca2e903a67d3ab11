package org.coverfiji.image.format;

import java.awt.Color;
import java.awt.Graphics;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

import org.coverfiji.image.Palette;

/**
 * The numbers in a decoded picture, as ImageJ holds them: its samples as stored (8 or 16 bits, no colour management),
 * of an indexed picture the colours' numbers. Transparent pictures are laid on white and become 8-bit colours.
 */
final class PixelValues {

    private PixelValues() {
    }

    /** 1 for grey and indexed pictures, 3 for colour. */
    static int channels(ColorModel model, int bands) throws UnreadableException {
        if (model.hasAlpha()) {
            return 3;
        }
        if (bands != 1 && bands != 3) {
            throw new UnreadableException("it has " + bands + " samples per pixel; save it as grey or RGB");
        }
        return bands;
    }

    /** An indexed picture's colours, or null. */
    static Palette palette(ColorModel model) {
        if (!(model instanceof IndexColorModel) || model.hasAlpha()) {
            return null;
        }
        int[] colours = new int[((IndexColorModel) model).getMapSize()];
        ((IndexColorModel) model).getRGBs(colours);
        for (int i = 0; i < colours.length; i++) {
            colours[i] &= 0xffffff;
        }
        return new Palette(colours);
    }

    /** @param out receives [channels, height, width] from the offset on, channels being stride values apart */
    static void copy(BufferedImage picture, float[] out, int offset, int stride) throws UnreadableException {
        BufferedImage image = picture.getColorModel().hasAlpha() ? onWhite(picture) : picture;
        Raster raster = image.getRaster();
        int channels = channels(image.getColorModel(), raster.getNumBands());
        int width = raster.getWidth();
        float[] row = new float[width];
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int channel = 0; channel < channels; channel++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, channel, row);
                System.arraycopy(row, 0, out, offset + channel * stride + y * width, width);
            }
        }
    }

    private static BufferedImage onWhite(BufferedImage picture) {
        BufferedImage image = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_ARGB);
        Graphics graphics = image.getGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.drawImage(picture, 0, 0, null);
        graphics.dispose();
        return image;
    }
}
