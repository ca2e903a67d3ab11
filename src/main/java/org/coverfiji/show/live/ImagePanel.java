package org.coverfiji.show.live;

import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

import javax.swing.JComponent;

/** Shows a finished picture. What draws it reads the size from other threads. */
final class ImagePanel extends JComponent {

    private transient BufferedImage image;
    private volatile Dimension drawSize = new Dimension();
    private volatile double drawScale = 1;

    ImagePanel(int width, int height) {
        setPreferredSize(new Dimension(width, height));
        setMinimumSize(new Dimension(width / 2, height / 2));
    }

    /** How large the picture should be, in units of the user interface. Any thread. */
    Dimension drawSize() {
        return drawSize;
    }

    /** Screen pixels per unit. Any thread. */
    double drawScale() {
        return drawScale;
    }

    /** On the event thread. */
    void show(BufferedImage finished) {
        image = finished;
        repaint();
    }

    @Override
    public void setBounds(int x, int y, int width, int height) {
        super.setBounds(x, y, width, height);
        drawSize = new Dimension(width, height);
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        AffineTransform transform = ((Graphics2D) graphics).getTransform();
        drawScale = Math.max(1, transform.getScaleX());
        if (image != null) {
            graphics.drawImage(image, 0, 0, (int) Math.round(image.getWidth() / drawScale),
                    (int) Math.round(image.getHeight() / drawScale), null);
        }
    }
}
