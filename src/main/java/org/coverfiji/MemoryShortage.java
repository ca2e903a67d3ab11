package org.coverfiji;

import java.util.function.Supplier;

/** Recognises that memory did not suffice, of Java's heap or outside it, however deep that is wrapped. */
public final class MemoryShortage {

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
