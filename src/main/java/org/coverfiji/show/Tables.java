package org.coverfiji.show;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.coverfiji.Counted;
import org.coverfiji.file.Table;

import ij.IJ;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;

/** Tables as ImageJ shows them. */
public final class Tables {

    /** A log of more rows is not read. */
    private static final int LOGGED = 20;

    private Tables() {
    }

    /**
     * In a results window of its own. Without a display there are no windows and so no tables with titles: then it
     * becomes ImageJ's results table, which macros read, and its first rows are lines in the log.
     */
    public static void show(Table table, String title) {
        show(table, table, title);
    }

    /** @param inLog what the log gets of it without a display */
    public static void show(Table table, Table inLog, String title) {
        ResultsTable results = resultsTable(table);
        if (!GraphicsEnvironment.isHeadless()) {
            results.show(title);
            return;
        }
        Analyzer.setResultsTable(results);
        IJ.log(String.join("\t", table.columns()));
        inLog.rows().stream().limit(LOGGED).forEach(row -> IJ.log(line(row)));
        int more = table.rows().size() - Math.min(LOGGED, inLog.rows().size());
        if (more > 0) {
            IJ.log("… and " + Counted.of(more, "row") + " more in the results table");
        }
    }

    private static String line(List<Object> row) {
        return row.stream().map(cell -> cell instanceof Double ? number((Double) cell) : String.valueOf(cell))
                .collect(Collectors.joining("\t"));
    }

    /** Whole numbers, such as slices, without decimals; nothing where there is no number. */
    private static String number(double value) {
        return Double.isNaN(value) ? "" : value == (int) value ? String.valueOf((int) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /** A column per column; numbers stay numbers, and where there is none, the cell is empty. */
    public static ResultsTable resultsTable(Table table) {
        ResultsTable results = new ResultsTable();
        results.setPrecision(4);
        for (List<Object> row : table.rows()) {
            results.incrementCounter();
            for (int i = 0; i < row.size(); i++) {
                Object cell = row.get(i);
                if (cell instanceof Number && !Double.isNaN(((Number) cell).doubleValue())) {
                    results.addValue(table.columns().get(i), ((Number) cell).doubleValue());
                } else {
                    results.addValue(table.columns().get(i), cell instanceof Number ? "" : String.valueOf(cell));
                }
            }
        }
        return results;
    }
}
