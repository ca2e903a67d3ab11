package org.coverfiji.legacy;

import java.awt.Canvas;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.coverfiji.CoverException;
import org.coverfiji.app.forecast.Forecast;

import ij.util.Java2;

/**
 * A few lines of a dialog that say what a run will cost and, in red, what cannot work. Reckoned on a thread of its own,
 * because files are looked at; only the newest values count.
 */
final class ForecastLine extends Canvas implements AutoCloseable {

    private static final long serialVersionUID = 1L;
    private static final Color WARNING = new Color(0xb00000);
    private static final int LINES = 4;
    private static final int CHARACTERS = 64;

    private final transient ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "COVER forecast");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger newest = new AtomicInteger();
    private String cost = "";
    private List<String> warnings = List.of();

    /** Shows a forecast as soon as it is there; from the event thread. */
    void ask(Supplier<Forecast> forecast) {
        int number = newest.incrementAndGet();
        worker.execute(() -> {
            if (number < newest.get()) {
                return;
            }
            try {
                Forecast made = forecast.get();
                show(made.cost(), made.warnings());
            } catch (CoverException e) {
                show("", List.of(e.getMessage()));
            }
        });
    }

    private void show(String newCost, List<String> newWarnings) {
        EventQueue.invokeLater(() -> {
            cost = newCost;
            warnings = newWarnings;
            repaint();
        });
    }

    /** What is shown: the cost, then the warnings; for the event thread. */
    List<String> sentences() {
        List<String> all = new ArrayList<>();
        if (!cost.isEmpty()) {
            all.add(cost);
        }
        all.addAll(warnings);
        return all;
    }

    @Override
    public Dimension getPreferredSize() {
        FontMetrics metrics = getFontMetrics(getFont());
        return new Dimension(CHARACTERS * metrics.charWidth('n'), LINES * metrics.getHeight());
    }

    @Override
    public Dimension getMinimumSize() {
        return getPreferredSize();
    }

    @Override
    public void paint(Graphics graphics) {
        Java2.setAntialiasedText(graphics, true);
        FontMetrics metrics = graphics.getFontMetrics();
        int y = metrics.getAscent();
        for (String sentence : sentences()) {
            graphics.setColor(sentence.equals(cost) ? getForeground() : WARNING);
            for (String line : wrap(sentence, metrics, getWidth())) {
                graphics.drawString(line, 0, y);
                y += metrics.getHeight();
            }
        }
    }

    private static List<String> wrap(String text, FontMetrics metrics, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && metrics.stringWidth(line + " " + word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
