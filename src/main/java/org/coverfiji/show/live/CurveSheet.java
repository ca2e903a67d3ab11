package org.coverfiji.show.live;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.coverfiji.show.live.Curves.Curve;

import ij.gui.Plot;

/**
 * Curves drawn by ImageJ's {@link Plot}, one plot per quantity, one above the other over the same iterations: every
 * value pale, the mean of the last ones strong, and validation, whose name starts with "validation ", in the plot of
 * the quantity that it validates.
 */
final class CurveSheet {

    private static final String VALIDATION = "validation ";
    private static final Color[] COLOURS = {new Color(0x0072b2), new Color(0x008f68), new Color(0xd55e00),
            new Color(0xaa5c8f)};
    private static final Color VALIDATED = new Color(0x202020);
    private static final int MEAN_OF = 50;
    private static final int MEAN_SHARE = 20;
    /** The plots are drawn twice as large and reduced, because ImageJ draws lines without smoothing. */
    private static final int FINER = 2;
    private static final int GAP = 8;
    /** Around the frame, half a line of numbers. */
    private static final int EDGE = 7;
    /** What the plots' left margin, made for vertical labels, has too much. */
    private static final int SPARE = 14;

    private final int width;
    private final int height;
    private final double scale;
    private final Font font;
    private final Map<String, String> titles;

    /** @param titles of the quantities by their names; one that has none is called by its name */
    CurveSheet(int width, int height, double scale, Font font, Map<String, String> titles) {
        this.titles = titles;
        this.width = width;
        this.height = height;
        this.scale = scale;
        this.font = font;
    }

    BufferedImage paint(List<Curve> curves) {
        Sheet sheet = new Sheet(width, height, scale, font.deriveFont(Font.BOLD));
        Map<String, List<Curve>> plots = new LinkedHashMap<>();
        for (Curve curve : curves) {
            plots.computeIfAbsent(quantity(curve.name), name -> new ArrayList<>()).add(curve);
        }
        if (plots.isEmpty()) {
            sheet.graphics().setColor(Color.GRAY);
            sheet.text("The curves start with the first iteration.", 0, sheet.metrics().getAscent(), width);
            return sheet.finish();
        }
        double[] range = range(curves);
        int title = sheet.metrics().getHeight() + GAP;
        int axis = 2 * sheet.metrics().getHeight() + 4;
        int frame = Math.max(30, (height - axis - plots.size() * (title + GAP) + GAP) / plots.size() - 2);
        int y = 0;
        int number = 0;
        for (Map.Entry<String, List<Curve>> plot : plots.entrySet()) {
            boolean last = ++number == plots.size();
            title(sheet, plot.getKey(), plot.getValue(), y, number - 1);
            draw(sheet, plot(plot.getValue(), range, frame, last, number - 1), y + title, frame, last);
            y += title + frame + 2 + GAP;
        }
        return sheet.finish();
    }

    private static String quantity(String name) {
        return name.startsWith(VALIDATION) ? name.substring(VALIDATION.length()) : name;
    }

    private static double[] range(List<Curve> curves) {
        double first = curves.stream().mapToDouble(curve -> curve.iterations[0]).min().getAsDouble();
        double last = curves.stream().mapToDouble(curve -> curve.iterations[curve.iterations.length - 1]).max()
                .getAsDouble();
        return new double[] {first, Math.max(last, first + 1)};
    }

    /** The quantity on the left, where it stands on the right. */
    private void title(Sheet sheet, String quantity, List<Curve> curves, int y, int number) {
        StringBuilder now = new StringBuilder();
        for (Curve curve : curves) {
            boolean validation = curve.name.startsWith(VALIDATION);
            double[] means = means(curve.values);
            double value = validation ? curve.values[curve.values.length - 1] : means[means.length - 1];
            now.append(now.length() == 0 ? "" : ", validation ").append(String.format(Locale.ROOT, "%.4g", value));
        }
        int baseline = y + sheet.metrics().getAscent();
        int right = width - sheet.metrics().stringWidth(now.toString()) - Plot.RIGHT_MARGIN;
        sheet.graphics().setColor(colour(number));
        sheet.graphics().drawString(now.toString(), right, baseline);
        sheet.graphics().setColor(Color.BLACK);
        sheet.text(titles.getOrDefault(quantity, quantity), 0, baseline, right - GAP);
    }

    private static Color colour(int number) {
        return COLOURS[number % COLOURS.length];
    }

    private Plot plot(List<Curve> curves, double[] range, int frame, boolean last, int number) {
        Plot plot = new Plot("", last ? "Iteration" : "", "");
        plot.setFont(Font.PLAIN, 12);
        plot.setFrameSize(width + SPARE - Plot.LEFT_MARGIN - Plot.RIGHT_MARGIN, frame);
        // Only a plot that knows its own size can be scaled.
        plot.getSize();
        plot.setScale((float) (FINER * scale));
        plot.setAntialiasedText(true);
        plot.setBackgroundColor(Color.WHITE);
        double lowest = 0;
        double highest = 0;
        for (Curve curve : curves) {
            boolean validation = curve.name.startsWith(VALIDATION);
            lowest = Math.min(lowest, Arrays.stream(curve.values).min().getAsDouble());
            highest = Math.max(highest, Arrays.stream(curve.values).max().getAsDouble());
            if (!validation) {
                double[][] envelope = envelope(curve.iterations, curve.values, width);
                plot.setLineWidth(1);
                plot.setColor(pale(colour(number)));
                plot.addPoints(envelope[0], envelope[1], Plot.LINE);
            }
            double[][] line = envelope(curve.iterations, validation ? curve.values : means(curve.values), width);
            plot.setLineWidth(2);
            plot.setColor(validation ? VALIDATED : colour(number));
            plot.addPoints(line[0], line[1], line[0].length == 1 ? Plot.DOT : Plot.LINE);
        }
        double room = highest > lowest ? 0.05 * (highest - lowest) : 1;
        plot.setLimits(range[0], range[1], lowest < 0 ? lowest - room : 0, highest + room);
        plot.setLineWidth(1);
        plot.setColor(Color.BLACK);
        return plot;
    }

    private static Color pale(Color colour) {
        return new Color((colour.getRed() + 2 * 255) / 3, (colour.getGreen() + 2 * 255) / 3,
                (colour.getBlue() + 2 * 255) / 3);
    }

    /** Means of the last values up to each: of 50, or of a twentieth of the run while it is short. */
    static double[] means(double[] values) {
        int window = Math.max(1, Math.min(MEAN_OF, values.length / MEAN_SHARE));
        double[] means = new double[values.length];
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] - (i >= window ? values[i - window] : 0);
            means[i] = sum / Math.min(i + 1, window);
        }
        return means;
    }

    /** What can be seen of many points: of each of so many stretches, the lowest and the highest in their order. */
    static double[][] envelope(double[] x, double[] y, int stretches) {
        if (x.length <= 2 * stretches) {
            return new double[][] {x, y};
        }
        double[][] seen = new double[2][2 * stretches];
        for (int stretch = 0; stretch < stretches; stretch++) {
            int from = (int) ((long) x.length * stretch / stretches);
            int to = (int) ((long) x.length * (stretch + 1) / stretches);
            int low = from;
            int high = from;
            for (int i = from; i < to; i++) {
                low = y[i] < y[low] ? i : low;
                high = y[i] > y[high] ? i : high;
            }
            seen[0][2 * stretch] = x[Math.min(low, high)];
            seen[1][2 * stretch] = y[Math.min(low, high)];
            seen[0][2 * stretch + 1] = x[Math.max(low, high)];
            seen[1][2 * stretch + 1] = y[Math.max(low, high)];
        }
        return seen;
    }

    /** Of the margins that the plot has, only those that are used. */
    private void draw(Sheet sheet, Plot plot, int y, int frame, boolean last) {
        BufferedImage image = plot.getProcessor().getBufferedImage();
        Rectangle drawn = plot.getDrawingFrame();
        double finer = FINER * scale;
        int left = (int) Math.round(SPARE * finer);
        int top = drawn.y - (int) Math.round(EDGE * finer);
        int bottom = last ? image.getHeight()
                : Math.min(image.getHeight(), drawn.y + drawn.height + (int) (EDGE * finer));
        Graphics2D graphics = sheet.graphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.translate(0, y - EDGE);
        graphics.scale(1 / finer, 1 / finer);
        graphics.drawImage(image, 0, 0, image.getWidth() - left, bottom - top, left, top, image.getWidth(), bottom,
                null);
        graphics.scale(finer, finer);
        graphics.translate(0, EDGE - y);
    }
}
