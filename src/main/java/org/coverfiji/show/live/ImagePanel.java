package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Insets;
import java.awt.image.BufferedImage;

import javax.swing.BorderFactory;
import javax.swing.JComponent;

/** Shows a finished picture on a white card. What draws the picture reads its size from other threads. */
final class ImagePanel extends JComponent {

    private static final Color EDGE = new Color(0xc8c8c8);
    private static final int MARGIN = 9;

    private transient BufferedImage image;
    private volatile Dimension drawSize = new Dimension(1, 1);
    private volatile double drawScale = 1;

    ImagePanel(int width, int height) {
        setBorder(BorderFactory.createCompoundBorder(BorderFactory.createLineBorder(EDGE),
                BorderFactory.createEmptyBorder(MARGIN, MARGIN, MARGIN, MARGIN)));
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
        Insets insets = getInsets();
        drawSize = new Dimension(Math.max(1, width - insets.left - insets.right),
                Math.max(1, height - insets.top - insets.bottom));
    }

    @Override
    protected void paintComponent(Graphics graphics) {
        drawScale = Math.max(1, ((Graphics2D) graphics).getTransform().getScaleX());
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, getWidth(), getHeight());
        if (image != null) {
            Insets insets = getInsets();
            graphics.drawImage(image, insets.left, insets.top, (int) Math.round(image.getWidth() / drawScale),
                    (int) Math.round(image.getHeight() / drawScale), null);
        }
    }
}
