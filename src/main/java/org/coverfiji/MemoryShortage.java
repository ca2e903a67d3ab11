package org.coverfiji;

/** Recognises that memory did not suffice, of Java's heap or outside it, however deep that is wrapped. */
public final class MemoryShortage {

    private MemoryShortage() {
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
