package org.coverfiji;

/**
 * A failure that the user can understand and mend. Its message is one sentence that names the file or
 * parameter, what was wrong with it and what would be right; commands show it as it is, without a stack trace.
 */
public class CoverException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CoverException(String message) {
        super(message);
    }

    public CoverException(String message, Throwable cause) {
        super(message, cause);
    }
}
