package org.coverfiji.file;

import org.coverfiji.CoverException;

/** The user ended the work; what was finished before stays. */
public final class CancelledException extends CoverException {

    private static final long serialVersionUID = 1L;

    public CancelledException(String message) {
        super(message);
    }
}
