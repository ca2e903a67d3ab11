package org.coverfiji.metric;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.image.AtomicFile;

/** Tables as CSV files (RFC 4180, UTF-8, decimal points): written with commas, read with commas, semicolons or tabs. */
public final class CsvFile {

    private static final char BYTE_ORDER_MARK = '\ufeff';

    private CsvFile() {
    }

    /** @throws CoverException if the file cannot be written */
    public static void write(File target, Table table) {
        StringBuilder text = new StringBuilder();
        append(text, table.columns());
        for (List<Object> row : table.rows()) {
            append(text, row);
        }
        AtomicFile.write(target, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(StringBuilder text, List<?> cells) {
        text.append(cells.stream().map(CsvFile::cell).collect(Collectors.joining(","))).append('\n');
    }

    private static String cell(Object value) {
        if (value == null || value instanceof Double && ((Double) value).isNaN()) {
            return "";
        }
        String text = value.toString();
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /**
     * Reads a table with a header; all cells are strings. Blank lines are left out, short rows filled up.
     *
     * @throws CoverException if there is no such file, it is empty, or a row has more cells than the header
     */
    public static Table read(File source) {
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
        List<List<String>> rows = rows(text, separator(text));
        if (rows.isEmpty()) {
            throw new CoverException("The table " + source + " is empty; its first line must name the columns.");
        }
        Table table = new Table(rows.get(0));
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() > table.columns().size()) {
                throw new CoverException("The table " + source + " has the row " + row + ", more cells than its "
                        + table.columns().size() + " columns; put cells that hold the separator into quotes.");
            }
            String[] cells = Arrays.copyOf(row.toArray(new String[0]), table.columns().size());
            table.add(Arrays.stream(cells).map(cell -> cell == null ? "" : cell).collect(Collectors.toList()));
        }
        return table;
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
