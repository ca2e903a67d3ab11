package org.coverfiji.command;

import java.io.File;
import java.util.function.Predicate;

import javax.swing.JOptionPane;

import ij.IJ;

/** Whether a model file that is there already may be replaced: asks who is there to answer, else says so in the log. */
final class ReplaceQuestion {

    private static final String REPLACE = "Replace";
    private static final String CANCEL = "Cancel";

    private ReplaceQuestion() {
    }

    /**
     * @param attended whether somebody can answer; a macro must not wait
     * @param question shows a text and gives whether the answer is to replace
     */
    static boolean mayReplace(File output, boolean attended, Predicate<String> question) {
        return !attended || !output.isFile() || question.test("The model file " + output + " exists already.\nReplacing"
                + " it loses what it was trained to do.\nTo train it further instead, cancel, and choose Go on from the"
                + " checkpoint and more iterations than it has had.");
    }

    /** Waits for the answer. */
    static boolean show(String text) {
        return JOptionPane.showOptionDialog(IJ.getInstance(), text, "COVER", JOptionPane.DEFAULT_OPTION,
                JOptionPane.WARNING_MESSAGE, null, new Object[] {REPLACE, CANCEL}, CANCEL) == 0;
    }
}
