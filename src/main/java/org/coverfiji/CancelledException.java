package org.coverfiji;

/** The user ended the work; what was finished before stays. */
public final class CancelledException extends CoverException {

    private static final long serialVersionUID = 1L;

    public CancelledException(String message) {
        super(message);
    }

    /**
     * Ends long work between two of its parts: an interrupt of the thread, by a script editor's Kill or
     * {@code Future.cancel}, is the user's wish to end it. The thread stays marked as interrupted, for its owner.
     *
     * @throws CancelledException if the thread is interrupted
     */
    public static void ifInterrupted() {
        ifInterrupted(Thread.currentThread());
    }

    /**
     * The same for a part of the work that another thread does.
     *
     * @param asker the thread that waits for it
     */
    public static void ifInterrupted(Thread asker) {
        if (asker.isInterrupted()) {
            throw new CancelledException("The work was interrupted before it was done.");
        }
    }

    /**
     * For those who pass over parts of the work that fail: the wish to end all of it is no failure of a part.
     *
     * @param failure of a part
     * @throws CancelledException if the failure is that wish, or the thread is interrupted, which may look like a file
     *         that cannot be read or written
     */
    public static void ifBehind(CoverException failure) {
        if (failure instanceof CancelledException) {
            throw failure;
        }
        ifInterrupted();
    }
}
