package org.coverfiji;

/**
 * A failure that the user can understand and mend. Its message is one sentence that names the file or
 * parameter, what was wrong with it and what would be right; commands show it as it is, without a stack trace. What it
 * quotes of files and parameters, whose makers may have meant harm, makes it neither several lines nor endless.
 */
public class CoverException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Characters; more only come about by quoting. */
    private static final int LONGEST = 1000;
    private static final String LEFT_OUT = " […] ";

    public CoverException(String message) {
        super(sentence(message));
    }

    public CoverException(String message, Throwable cause) {
        super(sentence(message), cause);
    }

    /** On one line; of a long one the beginning and the end, which say what is wrong and what would be right. */
    private static String sentence(String message) {
        String line = message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        int part = (LONGEST - LEFT_OUT.length()) / 2;
        return line.length() <= LONGEST ? line
                : line.substring(0, part) + LEFT_OUT + line.substring(line.length() - part);
    }
}
