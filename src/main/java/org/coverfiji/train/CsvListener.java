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
import java.util.Collections;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.file.Beside;

/**
 * Writes one line per iteration to a CSV file, each flushed, so that a run can be watched and a crash loses none. A
 * resumed run goes on in the same file, after the line of its checkpoint.
 */
public final class CsvListener implements TrainingListener {

    private final Path file;
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
            if (writer == null) {
                open(progress);
            }
            writer.write(line(progress));
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

    /** The first line is written with the first iteration, when the losses' names are known. */
    private void open(Progress progress) throws IOException {
        List<String> lines = new ArrayList<>(Collections.singleton(header(progress)));
        if (resumedAfter > 0 && Files.exists(file)) {
            List<String> old = Files.readAllLines(file, StandardCharsets.UTF_8);
            old.stream().filter(this::isBeforeResume).forEach(lines::add);
        }
        // An interrupt of the training thread would close a channel, with which Files writes.
        writer = new BufferedWriter(new FileWriter(file.toFile(), StandardCharsets.UTF_8));
        for (String line : lines) {
            writer.write(line + "\n");
        }
    }

    private boolean isBeforeResume(String line) {
        String iteration = line.split(",", 2)[0];
        return iteration.matches("\\d+") && Long.parseLong(iteration) <= resumedAfter;
    }

    private static String header(Progress progress) {
        List<String> columns = new ArrayList<>(Collections.singleton("iteration"));
        progress.losses().keySet().forEach(name -> columns.add(name + " loss"));
        columns.addAll(progress.metrics().keySet());
        Collections.addAll(columns, "learning rate", "pairs per second", "remaining seconds", "views seconds",
                "forward seconds", "backward seconds", "update seconds", "peak bytes", "skipped steps");
        return String.join(",", columns);
    }

    private static String line(Progress progress) {
        List<Object> cells = new ArrayList<>(Collections.singleton(progress.iteration()));
        cells.addAll(progress.losses().values());
        cells.addAll(progress.metrics().values());
        Collections.addAll(cells, progress.learningRate(), progress.pairsPerSecond(), progress.remainingSeconds(),
                progress.viewsSeconds(), progress.stepTimes().forward(), progress.stepTimes().backward(),
                progress.stepTimes().update(), progress.peakBytes(), progress.skippedSteps());
        StringBuilder line = new StringBuilder();
        for (Object cell : cells) {
            line.append(line.length() == 0 ? "" : ",").append(cell);
        }
        return line.append('\n').toString();
    }

    private CoverException unwritable(IOException e) {
        return new CoverException("The progress table " + file + " cannot be written (" + e.getMessage() + ").", e);
    }
}
