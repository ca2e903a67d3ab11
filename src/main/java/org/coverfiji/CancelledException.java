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
        if (Thread.currentThread().isInterrupted()) {
            throw new CancelledException("The work was interrupted before it was done.");
        }
    }
}
