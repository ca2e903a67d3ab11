package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A white picture, part of the training window, drawn off the event thread in the screen's own pixels. */
final class Sheet {

    private final BufferedImage image;
    private final Graphics2D graphics;

    /**
     * @param width of the part, in units of the user interface
     * @param scale screen pixels per unit
     */
    Sheet(int width, int height, double scale, Font font) {
        image = new BufferedImage((int) Math.ceil(width * scale), (int) Math.ceil(height * scale),
                BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(scale, scale);
        graphics.setFont(font);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    }

    Graphics2D graphics() {
        return graphics;
    }

    FontMetrics metrics() {
        return graphics.getFontMetrics();
    }

    /** Draws text that is cut where it would not fit. */
    void text(String text, int x, int baseline, int space) {
        String shown = text;
        while (shown.length() > 2 && metrics().stringWidth(shown) > space) {
            shown = shown.substring(0, shown.length() - 2) + "…";
        }
        graphics.drawString(shown, x, baseline);
    }

    BufferedImage finish() {
        graphics.dispose();
        return image;
    }
}
