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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.file.AtomicFile;
import org.coverfiji.file.Beside;

/**
 * Writes one line per iteration to a CSV file, each flushed, so that a run can be watched and a crash loses none. A
 * resumed run goes on in the same file, after the line of its checkpoint. Losses and measures may come and go, as in
 * methods of several stages: each has a column of its own, which is empty where there is none.
 */
public final class CsvListener implements TrainingListener {

    private static final String ITERATION = "iteration";
    private static final String LOSS = " loss";
    private static final List<String> USUAL = List.of("learning rate", "samples per second", "remaining seconds",
            "views seconds", "forward seconds", "backward seconds", "update seconds", "peak bytes", "skipped steps");

    private final Path file;
    private final Set<String> columns = new LinkedHashSet<>();
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
            if (writer == null || !columns.containsAll(cells.keySet())) {
                open(cells.keySet());
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

    /** Begins the file anew with columns for all names that there are now, and the lines that stay. */
    private void open(Set<String> names) throws IOException {
        List<Map<String, Object>> rows = writer == null && resumedAfter == 0 ? List.of() : written();
        Set<String> losses = new LinkedHashSet<>();
        Set<String> measures = new LinkedHashSet<>();
        for (Set<String> some : List.of(rows.isEmpty() ? Set.<String>of() : rows.get(0).keySet(), columns, names)) {
            some.stream().filter(name -> !name.equals(ITERATION) && !USUAL.contains(name))
                    .forEach(name -> (name.endsWith(LOSS) ? losses : measures).add(name));
        }
        columns.clear();
        columns.add(ITERATION);
        columns.addAll(losses);
        columns.addAll(measures);
        columns.addAll(USUAL);
        if (writer != null) {
            writer.close();
        }
        // A kill now must not cost the lines that stay.
        AtomicFile.write(file.toFile(), out -> out.write(text(rows).getBytes(StandardCharsets.UTF_8)));
        // An interrupt of the training thread would close a channel, with which Files writes.
        writer = new BufferedWriter(new FileWriter(file.toFile(), StandardCharsets.UTF_8, true));
    }

    private String text(List<Map<String, Object>> rows) {
        StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    /** The lines of the file that stay: of this run all, of one that is resumed those up to its checkpoint. */
    private List<Map<String, Object>> written() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        String[] names = lines.isEmpty() ? new String[0] : lines.get(0).split(",", -1);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
            if (writer != null || isBeforeResume(line)) {
                String[] values = line.split(",", -1);
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 0; i < Math.min(names.length, values.length); i++) {
                    row.put(names[i], values[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private boolean isBeforeResume(String line) {
        String iteration = line.split(",", 2)[0];
        return iteration.matches("\\d{1,18}") && Long.parseLong(iteration) <= resumedAfter;
    }

    private static Map<String, Object> cells(Progress progress) {
        Map<String, Object> cells = new LinkedHashMap<>();
        cells.put(ITERATION, progress.iteration());
        progress.losses().forEach((name, value) -> cells.put(name + LOSS, value));
        cells.putAll(progress.metrics());
        Object[] usual = {progress.learningRate(), progress.samplesPerSecond(), progress.remainingSeconds(),
                progress.viewsSeconds(), progress.stepTimes().forward(), progress.stepTimes().backward(),
                progress.stepTimes().update(), progress.peakBytes(), progress.skippedSteps()};
        for (int i = 0; i < usual.length; i++) {
            cells.put(USUAL.get(i), usual[i]);
        }
        return cells;
    }

    private String line(Map<String, Object> cells) {
        return columns.stream().map(name -> String.valueOf(cells.getOrDefault(name, "")))
                .collect(Collectors.joining(",", "", "\n"));
    }

    private CoverException unwritable(IOException e) {
        return new CoverException("The progress table " + file + " cannot be written (" + e.getMessage() + ").", e);
    }
}
