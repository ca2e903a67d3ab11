package org.coverfiji.app.compare.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;

import ij.gui.Plot;

/** Curves of several methods in one plot, as ImageJ draws them; needs no display. */
final class CurvePlot {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 300;
    private static final float LINE = 2;
    private static final Color[] COLOURS = {new Color(0x4d4d4d), new Color(0x1f77b4), new Color(0xd62728),
        new Color(0x2ca02c), new Color(0xff7f0e), new Color(0x9467bd), new Color(0x8c564b), new Color(0xe377c2),
        new Color(0xbcbd22), new Color(0x17becf)};

    private final String x;
    private final String y;
    private final List<String> names = new ArrayList<>();
    private final List<double[]> xs = new ArrayList<>();
    private final List<double[]> ys = new ArrayList<>();

    /** @param x what the axis shows, with its unit; y likewise */
    CurvePlot(String x, String y) {
        this.x = x;
        this.y = y;
    }

    /** Points without a value are left out, as is a curve without any. */
    void add(String name, double[] xValues, double[] yValues) {
        int[] kept = IntStream.range(0, xValues.length)
                .filter(i -> !Double.isNaN(xValues[i]) && !Double.isNaN(yValues[i])).toArray();
        if (kept.length > 0) {
            names.add(name);
            xs.add(Arrays.stream(kept).mapToDouble(i -> xValues[i]).toArray());
            ys.add(Arrays.stream(kept).mapToDouble(i -> yValues[i]).toArray());
        }
    }

    /** Whether there is a line to draw; a single point says less than a table. */
    boolean hasLines() {
        return xs.stream().anyMatch(values -> values.length > 1);
    }

    BufferedImage draw() {
        Plot plot = new Plot("", x, y);
        plot.setSize(WIDTH, HEIGHT);
        plot.setLineWidth(LINE);
        for (int i = 0; i < names.size(); i++) {
            plot.setColor(COLOURS[i % COLOURS.length], COLOURS[i % COLOURS.length]);
            // Beyond so many colours the marks tell apart.
            plot.addPoints(xs.get(i), ys.get(i), i < COLOURS.length ? Plot.CONNECTED_CIRCLES : Plot.LINE);
        }
        double[] horizontal = limits(xs);
        double[] vertical = limits(ys);
        plot.setLimits(horizontal[0], horizontal[1], vertical[0], vertical[1]);
        plot.setColor(Color.BLACK);
        plot.setLineWidth(1);
        plot.addLegend(String.join("\n", names));
        return plot.getProcessor().convertToRGB().getBufferedImage();
    }

    private static double[] limits(List<double[]> values) {
        DoubleSummaryStatistics range = values.stream().flatMapToDouble(Arrays::stream).summaryStatistics();
        double margin = range.getMax() > range.getMin() ? 0.06 * (range.getMax() - range.getMin()) : 1;
        return new double[] {range.getMin() - margin, range.getMax() + margin};
    }
}
