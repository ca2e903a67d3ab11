package org.coverfiji.file;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;

/** Writes tables as CSV files (RFC 4180): UTF-8, commas, decimal points. */
public final class CsvFile {

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
}
