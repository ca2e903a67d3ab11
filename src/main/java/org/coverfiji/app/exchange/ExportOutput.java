package org.coverfiji.app.exchange;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;

import org.coverfiji.CoverException;
import org.coverfiji.model.exchange.WeightFiles;

/** Keeps an export from replacing what no export wrote, such as the checkpoint that was imported. */
final class ExportOutput {

    /** The mark is near one of a file's ends: a header's text, or an archive's comment. */
    private static final int NEAR = 1 << 12;

    private ExportOutput() {
    }

    /** @throws CoverException if there is a file with content that bears no mark of ours */
    static void requireReplaceable(File output) {
        if (!output.isFile() || output.length() == 0) {
            return;
        }
        try (RandomAccessFile file = new RandomAccessFile(output, "r")) {
            if (isMarked(file, 0) || isMarked(file, Math.max(0, file.length() - NEAR))) {
                return;
            }
        } catch (IOException e) {
            // What cannot be read is not ours to replace.
        }
        throw new CoverException("output " + output + " exists and was not exported by COVER; choose another name, or"
                + " move that file away.");
    }

    private static boolean isMarked(RandomAccessFile file, long start) throws IOException {
        byte[] bytes = new byte[(int) Math.min(NEAR, file.length() - start)];
        file.seek(start);
        file.readFully(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(WeightFiles.MARK);
    }
}
