package org.coverfiji.show;

import java.awt.Color;
import java.awt.image.BufferedImage;

/**
 * Displacements as colours: the hue is the direction (right red, down yellow-green, left cyan, up violet), the
 * brightness the size, so that black stands still. Of volumes, the components in the plane of the slice are shown.
 */
public final class FieldColours {

    /** Where a field means nothing. */
    static final int NOWHERE = 0x707070;

    private FieldColours() {
    }

    /**
     * A displacement's colour, 0xRRGGBB.
     *
     * @param dy downwards
     * @param dx to the right
     * @param brightest size from which on colours have full brightness, above 0
     */
    public static int rgb(double dy, double dx, double brightest) {
        double turns = Math.atan2(dy, dx) / (2 * Math.PI);
        double size = Math.min(1, Math.hypot(dy, dx) / brightest);
        return Color.HSBtoRGB((float) (turns - Math.floor(turns)), 1, (float) size) & 0xffffff;
    }

    /**
     * A field's picture.
     *
     * @param dy row by row
     * @param mask grey where it is 0; null for none
     */
    public static BufferedImage paint(float[] dy, float[] dx, float[] mask, int width, double brightest) {
        BufferedImage picture = new BufferedImage(width, dy.length / width, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < dy.length; i++) {
            picture.setRGB(i % width, i / width,
                    mask != null && mask[i] == 0 ? NOWHERE : rgb(dy[i], dx[i], brightest));
        }
        return picture;
    }

    /** The key to the colours: a disc in which every point has the colour of the displacement from the centre to it. */
    public static BufferedImage wheel(int diameter) {
        BufferedImage wheel = new BufferedImage(diameter, diameter, BufferedImage.TYPE_INT_ARGB);
        double radius = diameter / 2.0;
        for (int y = 0; y < diameter; y++) {
            for (int x = 0; x < diameter; x++) {
                double dy = y + 0.5 - radius;
                double dx = x + 0.5 - radius;
                double coverage = Math.max(0, Math.min(1, radius - Math.hypot(dy, dx) + 0.5));
                wheel.setRGB(x, y, (int) Math.round(255 * coverage) << 24 | rgb(dy, dx, radius));
            }
        }
        return wheel;
    }
}
