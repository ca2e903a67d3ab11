package org.coverfiji;

import java.io.File;
import java.util.function.Supplier;

/** Recognises that memory did not suffice, of Java's heap or outside it, however deep that is wrapped. */
public final class MemoryShortage {

    /** What helps every image and every training, as a clause. */
    public static final String REMEDY = "give Java more memory (-Xmx, or in ImageJ Edit > Options > Memory & Threads)";

    private MemoryShortage() {
    }

    /**
     * Does some work, with a sentence in the place of whatever tells that memory did not suffice.
     *
     * @param sentence what the user can do about it
     * @throws CoverException with that sentence, or the work's own
     */
    public static <T> T told(Supplier<T> work, Supplier<String> sentence) {
        try {
            return work.get();
        } catch (CoverException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError e) {
            if (!isIn(e)) {
                throw e;
            }
            throw new CoverException(sentence.get(), e);
        }
    }

    /**
     * Trains, with a sentence for a shortage that no smaller part of the work can mend.
     *
     * @param model that is trained
     * @throws CoverException with that sentence, or the training's own
     */
    public static <T> T toldOf(File model, Supplier<T> training) {
        return told(training, () -> "There is not enough memory to train " + model.getName()
                + "; lower patch, batch or width, or " + REMEDY + ".");
    }

    /** Whether an error, or what caused it, is an {@link OutOfMemoryError}; the engine's graphs wrap theirs. */
    public static boolean isIn(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }
}
