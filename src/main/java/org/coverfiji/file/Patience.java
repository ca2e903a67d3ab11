package org.coverfiji.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Tries again what fails only as long as another program, such as a virus scanner, holds the file. */
final class Patience {

    private static final long[] PAUSES = {50, 200, 800};

    private Patience() {
    }

    /** An action on files. */
    interface Action {
        void run() throws IOException;
    }

    /** @throws IOException of the last attempt, or the first one if it is of a kind that does not pass */
    static void run(Action action) throws IOException {
        for (long pause : PAUSES) {
            try {
                action.run();
                return;
            } catch (NoSuchFileException e) {
                throw e;
            } catch (FileSystemException e) {
                pause(pause, e);
            }
        }
        action.run();
    }

    private static void pause(long milliseconds, FileSystemException failure) throws FileSystemException {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
