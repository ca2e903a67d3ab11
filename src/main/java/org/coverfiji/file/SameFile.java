package org.coverfiji.file;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

/** Whether two paths mean one file, however they are spelt: by another folder, a link, or other case. */
public final class SameFile {

    private SameFile() {
    }

    /** @param other may be null, which is no file */
    public static boolean is(File one, File other) {
        if (one == null || other == null) {
            return false;
        }
        try {
            return one.exists() && other.exists() ? Files.isSameFile(one.toPath(), other.toPath())
                    : one.getCanonicalFile().equals(other.getCanonicalFile());
        } catch (IOException e) {
            return one.getAbsoluteFile().equals(other.getAbsoluteFile());
        }
    }
}
