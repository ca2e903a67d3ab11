package org.coverfiji.show;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ij.gui.Plot;

/** Curves of several methods in one plot, as ImageJ draws them, with their names beside; needs no display. */
public final class CurvePlot {

    private static final int WIDTH = 520;
    private static final int HEIGHT = 300;
    private static final int NAMES = 210;
    private static final int LINE_OF_TEXT = 17;
    private static final float LINE = 2;
    /** More would hide the lines. */
    private static final int MOST_MARKS = 40;
    private static final Color[] COLOURS = {new Color(0x4d4d4d), new Color(0xd62728), new Color(0x1f77b4),
        new Color(0x2ca02c), new Color(0xff7f0e), new Color(0x9467bd), new Color(0x8c564b), new Color(0xe377c2),
        new Color(0xbcbd22), new Color(0x17becf)};
    /** More methods than colours are paler, and told apart by their marks. */
    private static final String[] MARKS = {"circle", "box", "triangle"};

    private final String x;
    private final String y;
    private final List<Curve> curves = new ArrayList<>();

    private static final class Curve {
        final String name;
        final int number;
        final double[] x;
        final double[] y;

        Curve(String name, int number, double[] x, double[] y) {
            this.name = name;
            this.number = number;
            this.x = x;
            this.y = y;
        }

        Color colour() {
            Color colour = COLOURS[number % COLOURS.length];
            for (int round = number / COLOURS.length; round > 0; round--) {
                colour = round % 2 == 1 ? new Color(paler(colour.getRed()), paler(colour.getGreen()),
                        paler(colour.getBlue())) : colour.darker();
            }
            return colour;
        }

        private static int paler(int value) {
            return (value + 255) / 2;
        }
    }

    /**
     * An empty one.
     *
     * @param x what the horizontal axis shows, with its unit
     * @param y what the vertical one shows
     */
    public CurvePlot(String x, String y) {
        this.x = x;
        this.y = y;
    }

    /**
     * Adds a curve; points without a value are left out, as is a curve without any.
     *
     * @param number of the method, which gives the colour in all plots
     */
    public void add(String name, int number, double[] xValues, double[] yValues) {
        int[] kept = IntStream.range(0, xValues.length)
                .filter(i -> !Double.isNaN(xValues[i]) && !Double.isNaN(yValues[i])).toArray();
        if (kept.length > 0) {
            curves.add(new Curve(name, number, Arrays.stream(kept).mapToDouble(i -> xValues[i]).toArray(),
                    Arrays.stream(kept).mapToDouble(i -> yValues[i]).toArray()));
        }
    }

    /** Whether there is a line to draw; a single point says less than a table. */
    public boolean hasLines() {
        return curves.stream().anyMatch(curve -> curve.x.length > 1);
    }

    public BufferedImage draw() {
        Plot plot = new Plot("", x, y);
        plot.setSize(WIDTH, HEIGHT);
        for (Curve curve : curves) {
            plot.setLineWidth(LINE);
            plot.setColor(curve.colour());
            plot.addPoints(curve.x, curve.y, Plot.LINE);
            if (curve.x.length > MOST_MARKS) {
                continue;
            }
            plot.setColor(curve.colour(), curve.colour());
            plot.add(MARKS[curve.number / COLOURS.length % MARKS.length], curve.x, curve.y);
        }
        double[] horizontal = limits(curves.stream().map(curve -> curve.x));
        double[] vertical = limits(curves.stream().map(curve -> curve.y));
        plot.setLimits(horizontal[0], horizontal[1], vertical[0], vertical[1]);
        return withNames(plot.getProcessor().convertToRGB().getBufferedImage());
    }

    private static double[] limits(Stream<double[]> values) {
        DoubleSummaryStatistics range = values.flatMapToDouble(Arrays::stream).summaryStatistics();
        double margin = range.getMax() > range.getMin() ? 0.06 * (range.getMax() - range.getMin()) : 1;
        return new double[] {range.getMin() - margin, range.getMax() + margin};
    }

    /** In the plot they would hide curves. */
    private BufferedImage withNames(BufferedImage plot) {
        int height = Math.max(plot.getHeight(), (curves.size() + 1) * LINE_OF_TEXT);
        BufferedImage both = new BufferedImage(plot.getWidth() + NAMES, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = both.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, both.getWidth(), height);
        graphics.drawImage(plot, 0, 0, null);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        for (int i = 0; i < curves.size(); i++) {
            int baseline = (i + 1) * LINE_OF_TEXT;
            graphics.setColor(curves.get(i).colour());
            graphics.fillRect(plot.getWidth(), baseline - 6, 18, 4);
            graphics.setColor(Color.BLACK);
            graphics.drawString(curves.get(i).name, plot.getWidth() + 24, baseline);
        }
        graphics.dispose();
        return both;
    }
}
