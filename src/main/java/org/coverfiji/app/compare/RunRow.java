package org.coverfiji.app.compare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.image.label.CsvTable;

/** A row of the table of runs, by its columns. Immutable. */
public final class RunRow {

    /** All columns; the last four depend on the computer and the hour, the others on the settings alone. */
    public static final List<String> COLUMNS = List.of("task", "method", "protocol", "labels", "pretraining_seed",
            "seed", "measure", "score", "failure", "weights", "tuned_weights", "pretraining_steps",
            "pretraining_images", "pretraining_gflop", "spread", "steps", "images", "gflop", "settings",
            "pretraining_seconds", "seconds", "memory_mb", "date");

    /** What may differ between two makings of the same run. */
    public static final List<String> CIRCUMSTANCES = List.of("pretraining_seconds", "seconds", "memory_mb", "date");

    private static final String TABLE = "A table of runs";

    private final Map<String, String> cells;

    /** @param cells texts by column; what is left out is empty */
    public RunRow(Map<String, String> cells) {
        this.cells = new LinkedHashMap<>();
        COLUMNS.forEach(column -> this.cells.put(column, cells.getOrDefault(column, "")));
    }

    public String get(String column) {
        if (!cells.containsKey(column)) {
            throw new IllegalArgumentException("no column " + column);
        }
        return cells.get(column);
    }

    /** NaN where there is nothing. @throws org.coverfiji.CoverException if there is something else than a number */
    public double number(String column) {
        return CsvTable.number(get(column), TABLE, column);
    }

    public boolean failed() {
        return !get("failure").isEmpty();
    }

    /** 0 to 1. */
    public double score() {
        return number("score");
    }

    public int labels() {
        return CsvTable.whole(get("labels"), TABLE, "labels");
    }

    public int seed() {
        return CsvTable.whole(get("seed"), TABLE, "seed");
    }

    /** In the columns' order. */
    public List<String> cells() {
        return List.copyOf(cells.values());
    }
}
