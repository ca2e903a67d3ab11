package org.coverfiji.image.format;

import java.io.IOException;

/**
 * A file that cannot be read as an image. The message goes on after the file's name: "it ends in the middle of its
 * pixels; copy it again".
 */
public class UnreadableException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableException(String reason) {
        super(reason);
    }

    public UnreadableException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** The file ends too early. */
    static UnreadableException truncated(long present, long needed) {
        return new UnreadableException("it is truncated (" + present + " of " + needed + " bytes); copy it again");
    }
}
