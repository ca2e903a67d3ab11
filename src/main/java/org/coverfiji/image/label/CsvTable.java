package org.coverfiji.image.label;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.coverfiji.CoverException;

/**
 * A table of strings read from a CSV file (RFC 4180, UTF-8) with a header, whose names may be in upper or lower case.
 * Commas, semicolons or tabs divide it, whichever the header has. Blank lines are left out, short rows filled up.
 */
public final class CsvTable {

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final File source;
    private final List<String> columns = new ArrayList<>();
    private final List<List<String>> rows;

    /** @throws CoverException if there is no such file, it is empty, or a row has more cells than the header */
    public CsvTable(File source) {
        this.source = source;
        String text;
        try {
            text = Files.readString(source.toPath(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CoverException("Cannot read the table " + source + ": it is missing or no UTF-8 text; check the"
                    + " path, or save it again as CSV.", e);
        }
        if (!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
            text = text.substring(1);
        }
        rows = rows(text, separator(text));
        if (rows.isEmpty()) {
            throw new CoverException("The table " + source + " is empty; its first line must name the columns.");
        }
        rows.remove(0).forEach(name -> columns.add(name.toLowerCase(Locale.ROOT)));
        for (List<String> row : rows) {
            if (row.size() > columns.size()) {
                throw new CoverException("The table " + source + " has the row " + row + ", more cells than its "
                        + columns.size() + " columns; put cells that hold the separator into quotes.");
            }
        }
    }

    /** In lower case. */
    public List<String> columns() {
        return columns;
    }

    public int size() {
        return rows.size();
    }

    /** A cell, empty if there is no such column or nothing in it. */
    public String get(int row, String column) {
        int index = columns.indexOf(column);
        return index < 0 || index >= rows.get(row).size() ? "" : rows.get(row).get(index);
    }

    /**
     * The number in a cell.
     *
     * @return NaN if there is nothing in it
     * @throws CoverException if there is something else
     */
    public double number(int row, String column) {
        return number(get(row, column), "The table " + source, column);
    }

    /**
     * The whole number in a cell.
     *
     * @throws CoverException if there is nothing in it, or something else
     */
    public int whole(int row, String column) {
        return whole(get(row, column), "The table " + source, column);
    }

    /**
     * The number that a cell of any table holds.
     *
     * @param table by which a sentence names it, as in "The table scores.csv"
     * @return NaN if there is nothing in it
     * @throws CoverException if there is something else
     */
    public static double number(String cell, String table, String column) {
        try {
            return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw wrong(cell, table, column, "a number", e);
        }
    }

    /**
     * The whole number that a cell of any table holds.
     *
     * @param table as above
     * @throws CoverException if there is nothing in it, or something else
     */
    public static int whole(String cell, String table, String column) {
        try {
            return Integer.parseInt(cell);
        } catch (NumberFormatException e) {
            throw wrong(cell, table, column, "a whole number", e);
        }
    }

    private static CoverException wrong(String cell, String table, String column, String right, Exception cause) {
        return new CoverException(table + " has \"" + cell + "\" in its column " + column + ", where " + right
                + " should be; correct it, or delete the table if COVER wrote it.", cause);
    }

    /** What the header is divided by. */
    private static char separator(String text) {
        String header = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        return header.indexOf(',') >= 0 ? ',' : header.indexOf(';') >= 0 ? ';' : header.indexOf('\t') >= 0 ? '\t' : ',';
    }

    private static List<List<String>> rows(String text, char separator) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (quoted && i < text.length()) {
                if (c != '"') {
                    cell.append(c);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append(c);
                    i++;
                } else {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == separator || c == '\n') {
                row.add(cell.toString().strip());
                cell.setLength(0);
                if (c == '\n') {
                    if (row.stream().anyMatch(value -> !value.isEmpty())) {
                        rows.add(row);
                    }
                    row = new ArrayList<>();
                }
            } else {
                cell.append(c);
            }
        }
        return rows;
    }
}
