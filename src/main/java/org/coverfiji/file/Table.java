package org.coverfiji.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Named columns and rows of strings and numbers, for a file or a window. */
public final class Table {

    private final List<String> columns;
    private final List<List<Object>> rows = new ArrayList<>();

    public Table(String... columns) {
        this(Arrays.asList(columns));
    }

    public Table(List<String> columns) {
        this.columns = Collections.unmodifiableList(new ArrayList<>(columns));
    }

    /** @param cells one per column: strings and numbers; NaN is an empty cell */
    public void add(List<?> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells + " for the columns " + columns);
        }
        rows.add(Collections.unmodifiableList(new ArrayList<>(cells)));
    }

    /** @param cells as above */
    public void add(Object... cells) {
        add(Arrays.asList(cells));
    }

    public List<String> columns() {
        return columns;
    }

    public List<List<Object>> rows() {
        return Collections.unmodifiableList(rows);
    }

    /** A cell, by its column's name. */
    public Object get(int row, String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException("no column " + column + " in " + columns);
        }
        return rows.get(row).get(index);
    }

    @Override
    public String toString() {
        return columns + ", " + rows.size() + " rows";
    }
}
