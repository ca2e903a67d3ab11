package org.coverfiji.train;

import java.io.BufferedWriter;
import java.io.File;
import java.io.FileWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.file.Beside;

/**
 * Writes one line per iteration to a CSV file, each flushed, so that a run can be watched and a crash loses none. A
 * resumed run goes on in the same file, after the line of its checkpoint. What a line has no value of is NaN.
 */
public final class CsvListener implements TrainingListener {

    private static final String ITERATION = "iteration";
    /** The columns after losses and measures. */
    private static final List<String> OTHERS = List.of("learning rate", "pairs per second", "remaining seconds",
            "views seconds", "forward seconds", "backward seconds", "update seconds", "peak bytes", "skipped steps");

    private final Path file;
    private final List<String> columns = new ArrayList<>();
    private Writer writer;
    private long resumedAfter;

    public CsvListener(File file) {
        this.file = file.toPath();
    }

    /** The listener whose file lies beside a model file: {@code lung.cover} has {@code lung.progress.csv}. */
    public static CsvListener beside(File model) {
        return new CsvListener(fileBeside(model));
    }

    /** Where that listener writes. */
    public static File fileBeside(File model) {
        return Beside.file(model, Beside.PROGRESS);
    }

    @Override
    public void started(Progress progress) {
        resumedAfter = progress.iteration();
    }

    @Override
    public void iterationDone(Progress progress) {
        try {
            Map<String, Object> cells = cells(progress);
            if (writer == null) {
                open(cells, resumedAfter > 0 && Files.exists(file) ? lines() : List.of());
            } else if (!columns.containsAll(cells.keySet())) {
                writer.close();
                open(cells, lines());
            }
            writer.write(line(cells));
            writer.flush();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void finished(Progress progress, TrainingOutcome outcome) {
        try {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Losses and measures are known with the first iteration that has them, which in a run of several stages may be a
     * later one: the lines before it are then written anew, undefined in the new columns.
     *
     * @param next the cells that there are to be columns for
     * @param old the table so far; lines of these and later iterations are left out
     */
    private void open(Map<String, Object> next, List<String> old) throws IOException {
        long iteration = (Long) next.get(ITERATION);
        String[] oldColumns = old.isEmpty() ? new String[0] : old.get(0).split(",");
        Set<String> quantities = new LinkedHashSet<>(Arrays.asList(oldColumns));
        quantities.addAll(next.keySet());
        OTHERS.forEach(quantities::remove);
        quantities.remove(ITERATION);
        columns.clear();
        columns.add(ITERATION);
        columns.addAll(quantities);
        columns.addAll(OTHERS);
        // An interrupt of the training thread would close a channel, with which Files writes.
        writer = new BufferedWriter(new FileWriter(file.toFile(), StandardCharsets.UTF_8));
        writer.write(String.join(",", columns) + "\n");
        for (String line : old) {
            String[] values = line.split(",");
            if (values.length == oldColumns.length && values[0].matches("\\d+")
                    && Long.parseLong(values[0]) < iteration) {
                Map<String, Object> cells = new HashMap<>();
                for (int i = 0; i < values.length; i++) {
                    cells.put(oldColumns[i], values[i]);
                }
                writer.write(line(cells));
            }
        }
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private static Map<String, Object> cells(Progress progress) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put(ITERATION, progress.iteration());
        progress.losses().forEach((name, value) -> cells.put(name + " loss", value));
        cells.putAll(progress.metrics());
        List<Object> others = List.of(progress.learningRate(), progress.pairsPerSecond(),
                progress.remainingSeconds(), progress.viewsSeconds(), progress.stepTimes().forward(),
                progress.stepTimes().backward(), progress.stepTimes().update(), progress.peakBytes(),
                progress.skippedSteps());
        for (int i = 0; i < OTHERS.size(); i++) {
            cells.put(OTHERS.get(i), others.get(i));
        }
        return cells;
    }

    private String line(Map<String, Object> cells) {
        return columns.stream().map(column -> String.valueOf(cells.getOrDefault(column, Double.NaN)))
                .collect(Collectors.joining(",")) + "\n";
    }

    private CoverException unwritable(IOException e) {
        return new CoverException("The progress table " + file + " cannot be written (" + e.getMessage() + ").", e);
    }
}
