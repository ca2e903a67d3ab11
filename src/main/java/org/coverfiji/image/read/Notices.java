package org.coverfiji.image.read;

import java.util.HashSet;
import java.util.Set;

import ij.IJ;

/** Tells the user, in ImageJ's log, what of a file is not used; once for each file, however often it is read. */
final class Notices {

    private static final Set<String> TOLD = new HashSet<>();

    private Notices() {
    }

    static void tell(Object place, String clause) {
        String sentence = "Of " + place + " " + clause + ".";
        synchronized (TOLD) {
            if (!clause.isEmpty() && TOLD.add(sentence)) {
                IJ.log(sentence);
            }
        }
    }
}
