package org.coverfiji.file;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

import org.coverfiji.CoverException;

/** Keeps a command from replacing a file that is not the table it writes. An empty file may be replaced by anything. */
public final class OutputTable {

    private OutputTable() {
    }

    /**
     * @param columns the first ones of the table that is to be written
     * @throws CoverException if there is a file that is no such table
     */
    public static void requireReplaceable(File output, List<String> columns) {
        if (isThere(output) && !isTable(output, String.join(",", columns))) {
            throw new CoverException("output " + output + " exists and is no table of this command that could be"
                    + " replaced; choose another name, or move that file away.");
        }
    }

    /** What belongs to a table: in its folder, under its name with another ending, such as {@code .png}. */
    public static File beside(File output, String ending) {
        return new File(output.getAbsoluteFile().getParentFile(), output.getName().replaceFirst("(?i)\\.csv$", "")
                + ending);
    }

    private static boolean isTable(File output, String start) {
        try (BufferedReader in = Files.newBufferedReader(output.toPath(), StandardCharsets.ISO_8859_1)) {
            char[] found = new char[start.length()];
            return in.read(found) == found.length && start.equals(new String(found));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isThere(File output) {
        return output.isFile() && output.length() > 0;
    }
}
