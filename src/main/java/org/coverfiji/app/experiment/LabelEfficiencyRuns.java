package org.coverfiji.app.experiment;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.file.CsvFile;
import org.coverfiji.file.Table;
import org.coverfiji.image.label.CsvTable;

/**
 * The finished runs of an experiment, in a CSV file that is complete after every run: an experiment that was killed
 * goes on with the first run that is missing. A run is known by everything that decides its result, so that runs with
 * other budgets, which the file may hold too, are never taken for it.
 */
final class LabelEfficiencyRuns {

    private static final List<String> COLUMNS =
            Arrays.asList("labels", "protocol", "start", "seed", "dice", "seconds", "settings");

    private final File file;
    private final Table table = new Table(COLUMNS);

    /**
     * @param file may not be there yet
     * @throws CoverException if it is no table of runs
     */
    LabelEfficiencyRuns(File file) {
        this.file = file;
        if (file.exists()) {
            read(new CsvTable(file));
        }
    }

    private void read(CsvTable csv) {
        if (!csv.columns().equals(COLUMNS)) {
            throw new CoverException("The table " + file + " has the columns " + String.join(", ", csv.columns())
                    + " instead of " + String.join(", ", COLUMNS) + "; choose another output folder, or delete it.");
        }
        for (int row = 0; row < csv.size(); row++) {
            List<Object> cells = new ArrayList<>();
            for (String column : COLUMNS) {
                String cell = csv.get(row, column);
                cells.add(column.equals("dice") || column.equals("seconds") ? (Object) number(cell) : cell);
            }
            table.add(cells);
        }
    }

    private Double number(String cell) {
        try {
            return Double.valueOf(cell);
        } catch (NumberFormatException e) {
            throw new CoverException("The table " + file + " has \"" + cell + "\" where a number should be; correct or"
                    + " delete it.", e);
        }
    }

    /**
     * The Dice of a run.
     *
     * @param settings what the run did, see {@link LabelEfficiencyExperiment}
     * @return null if it is not finished
     */
    Double dice(int labels, Protocol protocol, boolean pretrained, long seed, String settings) {
        List<Object> wanted = Arrays.asList(String.valueOf(labels), name(protocol), start(pretrained),
                String.valueOf(seed), settings);
        for (List<Object> row : table.rows()) {
            List<Object> known = new ArrayList<>(row.subList(0, 4));
            known.add(row.get(6));
            if (known.equals(wanted)) {
                return (Double) row.get(4);
            }
        }
        return null;
    }

    /** Adds a run and writes the file. */
    void add(int labels, Protocol protocol, boolean pretrained, long seed, String settings, double dice,
            double seconds) {
        table.add(String.valueOf(labels), name(protocol), start(pretrained), String.valueOf(seed), dice,
                Math.round(10 * seconds) / 10.0, settings);
        CsvFile.write(file, table);
    }

    static String name(Protocol protocol) {
        return protocol.name().toLowerCase(Locale.ROOT);
    }

    static String start(boolean pretrained) {
        return pretrained ? "pretrained" : "scratch";
    }
}
