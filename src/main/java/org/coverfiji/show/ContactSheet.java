package org.coverfiji.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.PictureFile;

/**
 * Pictures in rows and columns with captions, as one picture: input, labels, prediction, embedding.
 *
 * <pre>
 * ContactSheet sheet = new ContactSheet(256, "input", "labels", "prediction", "embedding");
 * sheet.add("image 7, Dice 0.93", input, labels, prediction, embedding);
 * sheet.write(new File("sheet.png"));
 * </pre>
 */
public final class ContactSheet {

    private static final int GAP = 8;
    private static final int TITLE = 28;
    private static final int CAPTION = 22;

    private final int side;
    private final String[] columns;
    private final List<String> captions = new ArrayList<>();
    private final List<BufferedImage[]> rows = new ArrayList<>();

    /**
     * @param side of every panel's square, into which pictures are fitted, in pixels
     * @param columns the columns' titles
     */
    public ContactSheet(int side, String... columns) {
        this.side = side;
        this.columns = columns.clone();
    }

    /**
     * @param caption above the row
     * @param panels one per column; null for an empty one
     */
    public void add(String caption, BufferedImage... panels) {
        if (panels.length != columns.length) {
            throw new IllegalArgumentException(panels.length + " panels for " + columns.length + " columns");
        }
        captions.add(caption);
        rows.add(panels.clone());
    }

    /** The whole sheet. */
    public BufferedImage toImage() {
        int width = columns.length * (side + GAP) + GAP;
        int height = TITLE + rows.size() * (CAPTION + side + GAP) + GAP;
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        for (int column = 0; column < columns.length; column++) {
            text(graphics, columns[column], Font.BOLD, GAP + column * (side + GAP), TITLE - GAP, side);
        }
        for (int row = 0; row < rows.size(); row++) {
            int y = TITLE + row * (CAPTION + side + GAP);
            text(graphics, captions.get(row), Font.PLAIN, GAP, y + CAPTION - 6, width - 2 * GAP);
            for (int column = 0; column < columns.length; column++) {
                panel(graphics, rows.get(row)[column], GAP + column * (side + GAP), y + CAPTION);
            }
        }
        graphics.dispose();
        return sheet;
    }

    private static void text(Graphics2D graphics, String text, int style, int x, int y, int space) {
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, style, 14));
        FontMetrics metrics = graphics.getFontMetrics();
        String shown = text;
        while (shown.length() > 1 && metrics.stringWidth(shown) > space) {
            shown = shown.substring(0, shown.length() - 2) + "…";
        }
        graphics.drawString(shown, x, y);
    }

    /** Fitted into the square and centred; small pictures keep their sharp pixels. */
    private void panel(Graphics2D graphics, BufferedImage panel, int x, int y) {
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(x, y, side, side);
        if (panel == null) {
            return;
        }
        double scale = (double) side / Math.max(panel.getWidth(), panel.getHeight());
        int width = Math.max(1, (int) Math.round(panel.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(panel.getHeight() * scale));
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, scale < 1
                ? RenderingHints.VALUE_INTERPOLATION_BILINEAR : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(panel, x + (side - width) / 2, y + (side - height) / 2, width, height, null);
    }

    /** @throws CoverException if the file cannot be written */
    public void write(File png) {
        PictureFile.write(png, toImage());
    }
}
