package org.coverfiji.show;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Points of the plane in their classes' colours, scaled to fill a square; distances keep their ratios. */
public final class ScatterPlot {

    private static final double MARGIN = 0.04;
    private static final double RADIUS = 2;
    private static final int OPAQUE = 170;

    private ScatterPlot() {
    }

    /**
     * @param points [point][2]
     * @param classes of the points
     * @param side of the picture, pixels
     */
    public static BufferedImage draw(float[][] points, int[] classes, int side) {
        BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, side, side);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        double[] x = Arrays.stream(points).mapToDouble(point -> point[0]).toArray();
        double[] y = Arrays.stream(points).mapToDouble(point -> point[1]).toArray();
        double size = Math.max(Math.max(extent(x), extent(y)), Double.MIN_NORMAL);
        double scale = side * (1 - 2 * MARGIN) / size;
        // Far apart in the order, so that no class hides another.
        int step = coprime(points.length);
        for (int n = 0, i = 0; n < points.length; n++, i = (i + step) % points.length) {
            Color colour = LabelColours.colour(classes[i]);
            graphics.setColor(new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), OPAQUE));
            graphics.fill(new Ellipse2D.Double(side / 2.0 + (x[i] - middle(x)) * scale - RADIUS,
                    side / 2.0 - (y[i] - middle(y)) * scale - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
        graphics.dispose();
        return picture;
    }

    private static double extent(double[] values) {
        return Arrays.stream(values).max().orElse(0) - Arrays.stream(values).min().orElse(0);
    }

    private static double middle(double[] values) {
        return (Arrays.stream(values).max().orElse(0) + Arrays.stream(values).min().orElse(0)) / 2;
    }

    /** About two fifths of a number, without a common divisor. */
    private static int coprime(int number) {
        int step = Math.max(1, (int) (0.382 * number));
        while (divisor(step, number) > 1) {
            step++;
        }
        return step;
    }

    private static int divisor(int a, int b) {
        return b == 0 ? a : divisor(b, a % b);
    }
}
