package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.image.BufferedImage;
import java.util.List;

/** A preview's pictures in rows of three, with captions above and the keys to the colours below. */
final class PreviewSheet {

    private static final int COLUMNS = 3;
    private static final int GAP = 10;
    private static final int MOST_GAP = 40;

    private final int width;
    private final int height;
    private final double scale;
    private final Font font;

    PreviewSheet(int width, int height, double scale, Font font) {
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.font = font;
    }

    BufferedImage paint(Preview preview, int choice) {
        Sheet sheet = new Sheet(width, height, scale, font);
        sheet.graphics().setColor(Color.BLACK);
        FontMetrics metrics = sheet.metrics();
        int caption = metrics.getHeight() + 2;
        int key = metrics.getHeight() + 4;
        int rows = (preview.pictures(choice, 1).size() + COLUMNS - 1) / COLUMNS;
        int side = Math.max(1, Math.min((width - (COLUMNS - 1) * GAP) / COLUMNS,
                (height - key - GAP - rows * (caption + GAP)) / rows));
        int gap = Math.max(GAP, Math.min(MOST_GAP, (width - COLUMNS * side) / (COLUMNS - 1)));
        List<Picture> pictures = preview.pictures(choice, (int) Math.round(side * scale));
        for (int i = 0; i < pictures.size(); i++) {
            int x = i % COLUMNS * (side + gap);
            int y = i / COLUMNS * (caption + side + GAP);
            sheet.text(pictures.get(i).caption(), x, y + metrics.getAscent(), side + gap - GAP / 2);
            fit(sheet, pictures.get(i).image(), x, y + caption, side);
        }
        keys(sheet, preview.keys(choice, key), rows * (caption + side + GAP), key);
        return sheet.finish();
    }

    private static void fit(Sheet sheet, BufferedImage image, int x, int y, int side) {
        double zoom = (double) side / Math.max(image.getWidth(), image.getHeight());
        sheet.graphics().drawImage(image, x, y, (int) Math.round(image.getWidth() * zoom),
                (int) Math.round(image.getHeight() * zoom), null);
    }

    private static void keys(Sheet sheet, List<Picture> keys, int y, int size) {
        int x = 0;
        for (Picture key : keys) {
            sheet.graphics().drawImage(key.image(), x, y, size, size, null);
            x += size + GAP / 2;
            sheet.graphics().drawString(key.caption(), x, y + 2 + sheet.metrics().getAscent());
            x += sheet.metrics().stringWidth(key.caption()) + 2 * GAP;
        }
    }
}
