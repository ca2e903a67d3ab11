package org.coverfiji.file;

import java.io.File;
import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;

/** Works through files; one that fails, be it for lack of memory, is named and passed over. */
public final class EachFile {

    private EachFile() {
    }

    /**
     * @param work done for every file
     * @param log takes a line for every file that is passed over
     * @return how many files were not passed over
     * @throws CancelledException if the user ended the work
     * @throws CoverException the first failure, if every file failed
     */
    public static int run(List<File> files, Consumer<File> work, Consumer<String> log) {
        int done = 0;
        CoverException first = null;
        for (File file : files) {
            try {
                run(file, work);
                done++;
            } catch (CancelledException e) {
                throw e;
            } catch (CoverException e) {
                first = first == null ? e : first;
                log.accept("Skipped " + file.getName() + ": " + e.getMessage());
            }
        }
        if (done == 0 && first != null) {
            throw first;
        }
        return done;
    }

    private static void run(File file, Consumer<File> work) {
        MemoryShortage.told(() -> {
            work.accept(file);
            return file;
        }, () -> "There is not enough memory for " + file.getName() + "; give Java more (-Xmx, or in ImageJ Edit > Options"
                + " > Memory & Threads), or crop or shrink the image.");
    }
}
