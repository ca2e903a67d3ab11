package org.coverfiji.command;

import java.io.File;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.Predicate;

import org.coverfiji.CoverException;

/** Reads a parameter that is either a share of the images or where others are. */
final class ShareOrFile {

    private ShareOrFile() {
    }

    /**
     * @param right which files are right
     * @param what a right file is, to follow "nor"
     * @throws CoverException if it is neither
     */
    static void read(String key, String text, DoubleConsumer share, Predicate<File> right, String what,
            Consumer<File> file) {
        double number;
        try {
            number = Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            File given = new File(text.trim());
            if (!right.test(given)) {
                throw new CoverException(key + " is " + text + ", which is neither a number from 0 to 1 nor " + what
                        + ".");
            }
            file.accept(given);
            return;
        }
        share.accept(number);
    }
}
