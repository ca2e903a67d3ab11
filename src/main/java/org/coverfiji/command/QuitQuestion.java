package org.coverfiji.command;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import javax.swing.JOptionPane;

import ij.CommandListener;
import ij.IJ;

/**
 * Hears of ImageJ's commands before they run, and of Quit, by menu or by closing the main window, asks whether the
 * trainings that run are to end. A macro's Quit is not asked: it cancels, and the checkpoints are written.
 */
final class QuitQuestion implements CommandListener {

    private static final String COMMAND = "Quit";
    private static final String QUIT = "Save checkpoint and quit";
    private static final String GO_ON = "Go on training";

    private static volatile boolean open;

    private final Predicate<String> question;

    /** @param question shows a text and gives whether the answer is to quit */
    QuitQuestion(Predicate<String> question) {
        this.question = question;
    }

    /** Whether somebody is being asked. */
    static boolean isOpen() {
        return open;
    }

    /** @return the command, or null so that it does not run */
    @Override
    public String commandExecuting(String command) {
        List<CancelOnExit> running = List.copyOf(CancelOnExit.running());
        if (!COMMAND.equals(command) || running.isEmpty()) {
            return command;
        }
        open = true;
        try {
            if (!isMacro(Thread.currentThread()) && !question.test(text(running))) {
                return null;
            }
            // Those that have ended in the meantime return at once.
            running.forEach(CancelOnExit::end);
            return command;
        } finally {
            open = false;
        }
    }

    /** ImageJ's names for threads of macros, and for threads while a macro's line runs on them. */
    private static boolean isMacro(Thread thread) {
        return thread.getName().endsWith("Macro$") || thread.getName().startsWith("Run$_");
    }

    private static String text(List<CancelOnExit> running) {
        String names = running.stream().map(CancelOnExit::name).collect(Collectors.joining(" and "));
        return (running.size() == 1 ? "The training of " + names + " has" : "The trainings of " + names + " have")
                + " not ended.\nIf ImageJ quits now, a checkpoint is left from which resume goes on.";
    }

    /** Waits for the answer. */
    static boolean show(String text) {
        return JOptionPane.showOptionDialog(IJ.getInstance(), text, "COVER", JOptionPane.DEFAULT_OPTION,
                JOptionPane.WARNING_MESSAGE, null, new Object[] {QUIT, GO_ON}, GO_ON) == 0;
    }
}
