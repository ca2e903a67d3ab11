package org.coverfiji.show.live;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.train.Progress;

/** The losses and figures of a run by name, as far as they are finite. Thread-safe. */
final class Curves {

    /** The first column after losses and metrics. */
    private static final String FIRST_OTHER = "learning rate";

    private final Map<String, Series> series = new LinkedHashMap<>();

    /** One curve so far. Immutable. */
    static final class Curve {

        final String name;
        final double[] iterations;
        final double[] values;

        Curve(String name, double[] iterations, double[] values) {
            this.name = name;
            this.iterations = iterations;
            this.values = values;
        }
    }

    private static final class Series {

        private double[] iterations = new double[256];
        private double[] values = new double[256];
        private int length;

        void add(double iteration, double value) {
            if (length == values.length) {
                iterations = Arrays.copyOf(iterations, 2 * length);
                values = Arrays.copyOf(values, 2 * length);
            }
            iterations[length] = iteration;
            values[length++] = value;
        }
    }

    synchronized void add(Progress progress) {
        progress.losses().forEach((name, value) -> add(name, progress.iteration(), value));
        progress.metrics().forEach((name, value) -> add(name, progress.iteration(), value));
    }

    synchronized void add(String name, long iteration, double value) {
        Series named = series.computeIfAbsent(name, key -> new Series());
        if (Double.isFinite(value)) {
            named.add(iteration, value);
        }
    }

    /**
     * Takes over the iterations before a resumption from the run's table of progress; does nothing without one.
     *
     * @param lastIteration what comes after it is left out
     */
    void resume(File table, long lastIteration) {
        if (!table.isFile()) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(table.toPath(), StandardCharsets.UTF_8);
            String[] names = lines.isEmpty() ? new String[0] : lines.get(0).split(",");
            for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
                String[] cells = line.split(",", -1);
                if (cells.length == names.length && Long.parseLong(cells[0]) <= lastIteration) {
                    for (int i = 1; i < names.length && !names[i].equals(FIRST_OTHER); i++) {
                        // Empty where there was none, as in another stage of the method.
                        add(names[i].replaceFirst(" loss$", ""), Long.parseLong(cells[0]),
                                cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]));
                    }
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new CoverException("The curves start anew, because the progress table " + table
                    + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    /** The curves that have points, in the order in which their names first came. */
    synchronized List<Curve> snapshot() {
        List<Curve> curves = new ArrayList<>();
        series.forEach((name, values) -> {
            if (values.length > 0) {
                curves.add(new Curve(name, Arrays.copyOf(values.iterations, values.length),
                        Arrays.copyOf(values.values, values.length)));
            }
        });
        return curves;
    }
}
