package org.coverfiji.show;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** Displacements as arrows of true length on a regular grid of pixels, from each pixel to where it points. */
public final class FieldArrows {

    /** Of displacements that are known, wherever they are drawn. */
    public static final Color TRUE = new Color(0x56b4e9);
    /** Of those that a model sees. */
    public static final Color PREDICTED = new Color(0xffb000);

    private static final double HEAD = 5;
    private static final double HALF_HEAD = 2.5;

    private final int width;
    private final int height;
    private final int step;

    /**
     * @param width of the field, pixels
     * @param step pixels from arrow to arrow
     */
    public FieldArrows(int width, int height, int step) {
        if (step < 1) {
            throw new IllegalArgumentException("an arrow every " + step + " pixels");
        }
        this.width = width;
        this.height = height;
        this.step = step;
    }

    /**
     * Draws a field.
     *
     * @param graphics whose origin is the field's upper left corner
     * @param zoom of the picture on which the field is drawn
     * @param mask no arrow starts where it is 0; null for none
     */
    public void draw(Graphics2D graphics, double zoom, float[] dy, float[] dx, float[] mask, Color colour) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(colour);
        for (int y = first(height); y < height; y += step) {
            for (int x = first(width); x < width; x += step) {
                int i = y * width + x;
                if (mask == null || mask[i] > 0) {
                    arrow(graphics, (x + 0.5) * zoom, (y + 0.5) * zoom, dx[i] * zoom, dy[i] * zoom);
                }
            }
        }
    }

    /** So that both margins are alike. */
    private int first(int length) {
        return (length - 1) % step / 2;
    }

    /** A dot where the arrow would be shorter than a pixel of the picture. */
    private static void arrow(Graphics2D graphics, double x, double y, double dx, double dy) {
        double length = Math.hypot(dx, dy);
        if (length < 1) {
            graphics.fill(new Ellipse2D.Double(x - 1, y - 1, 2, 2));
            return;
        }
        double head = Math.min(HEAD, length / 2);
        double half = HALF_HEAD * head / HEAD;
        double ux = dx / length;
        double uy = dy / length;
        double neckX = x + dx - ux * head;
        double neckY = y + dy - uy * head;
        graphics.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        graphics.draw(new Line2D.Double(x, y, neckX, neckY));
        Path2D triangle = new Path2D.Double();
        triangle.moveTo(x + dx, y + dy);
        triangle.lineTo(neckX - uy * half, neckY + ux * half);
        triangle.lineTo(neckX + uy * half, neckY - ux * half);
        triangle.closePath();
        graphics.fill(triangle);
    }
}
