package org.coverfiji.image;

import java.io.File;
import java.io.IOException;

/** Named pipes, which exist but are no files. */
public final class Pipes {

    private Pipes() {
    }

    /** @return false where the system cannot make one */
    public static boolean make(File pipe) throws InterruptedException {
        try {
            return new ProcessBuilder("mkfifo", pipe.getPath()).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
