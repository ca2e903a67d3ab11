package org.coverfiji.app.files;

import java.util.List;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.image.read.FileGroup;

/** Works through images in files; one that fails, for whatever reason, is named and passed over. */
public final class EachFile {

    private EachFile() {
    }

    /**
     * @param work done for every image
     * @param log takes a line for every image that is passed over
     * @return how many images were not passed over
     * @throws CancelledException if the user ended the work
     * @throws CoverException the first failure, if every image failed
     */
    public static int run(List<FileGroup> images, Consumer<FileGroup> work, Consumer<String> log) {
        int done = 0;
        CoverException first = null;
        for (FileGroup image : images) {
            CancelledException.ifInterrupted();
            try {
                run(image, work);
                done++;
            } catch (CoverException e) {
                CancelledException.ifBehind(e);
                first = first == null ? e : first;
                log.accept("Skipped " + image.name() + ": " + e.getMessage());
            }
        }
        if (done == 0 && first != null) {
            throw first;
        }
        return done;
    }

    private static void run(FileGroup image, Consumer<FileGroup> work) {
        try {
            MemoryShortage.told(() -> {
                work.accept(image);
                return image;
            }, () -> "There is not enough memory for " + image.name() + "; " + MemoryShortage.REMEDY
                    + ", or crop or shrink the image.");
        } catch (CoverException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            throw new CoverException("An unexpected error ended the work on " + image.name()
                    + "; if the file is intact, please report it.", e);
        }
    }
}
