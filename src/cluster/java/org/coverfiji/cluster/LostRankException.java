package org.coverfiji.cluster;

import org.coverfiji.CoverException;

/** Another rank has ended or does not answer: nothing that this one could mend. */
public final class LostRankException extends CoverException {

    private static final long serialVersionUID = 1L;

    LostRankException(String message, Throwable cause) {
        super(message, cause);
    }
}
