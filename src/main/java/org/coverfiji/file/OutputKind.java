package org.coverfiji.file;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;

/** Keeps a command from replacing a file that is not what it writes. An empty file may be replaced by anything. */
public final class OutputKind {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private OutputKind() {
    }

    /** @throws CoverException if there is a file that is no PNG picture */
    public static void requirePicture(File output) {
        if (isThere(output) && !isPicture(output)) {
            throw wrong(output, "PNG picture");
        }
    }

    private static boolean isPicture(File output) {
        try (InputStream in = new FileInputStream(output)) {
            return Arrays.equals(in.readNBytes(PNG.length), PNG);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * @param columns the first ones of the table that is to be written
     * @throws CoverException if there is a file that is no such table
     */
    public static void requireTable(File output, List<String> columns) {
        if (isThere(output) && !isTable(output, String.join(",", columns))) {
            throw wrong(output, "table of this command");
        }
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

    private static CoverException wrong(File output, String kind) {
        return new CoverException("output " + output + " exists and is no " + kind + " that could be replaced; choose"
                + " another name, or move that file away.");
    }
}
