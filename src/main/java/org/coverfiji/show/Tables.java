package org.coverfiji.show;

import java.awt.GraphicsEnvironment;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.coverfiji.file.Table;

import ij.IJ;
import ij.measure.ResultsTable;

/** Tables as ImageJ shows them. */
public final class Tables {

    private Tables() {
    }

    /** In a results window of its own; without a display, as lines in the log. */
    public static void show(Table table, String title) {
        if (GraphicsEnvironment.isHeadless()) {
            IJ.log(String.join("\t", table.columns()));
            table.rows().forEach(row -> IJ.log(line(row)));
        } else {
            resultsTable(table).show(title);
        }
    }

    private static String line(List<Object> row) {
        return row.stream().map(cell -> cell instanceof Double ? String.format(Locale.ROOT, "%.4g", cell)
                : String.valueOf(cell)).collect(Collectors.joining("\t"));
    }

    /** A column per column; numbers stay numbers. */
    public static ResultsTable resultsTable(Table table) {
        ResultsTable results = new ResultsTable();
        results.setPrecision(4);
        for (List<Object> row : table.rows()) {
            results.incrementCounter();
            for (int i = 0; i < row.size(); i++) {
                Object cell = row.get(i);
                if (cell instanceof Number) {
                    results.addValue(table.columns().get(i), ((Number) cell).doubleValue());
                } else {
                    results.addValue(table.columns().get(i), String.valueOf(cell));
                }
            }
        }
        return results;
    }
}
