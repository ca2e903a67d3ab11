package org.coverfiji.dialog;

import java.awt.EventQueue;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CoverCommand;
import org.scijava.command.CommandInfo;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;

/**
 * Asks somebody for the values of a command's parameters. What was typed is kept for the next time in this session.
 */
public final class CommandDialog {

    private final CommandRunner runner;
    private final CommandInfo info;
    private final List<Field> fields;

    public CommandDialog(CommandRunner runner, CommandInfo info) {
        this.runner = runner;
        this.info = info;
        fields = Fields.of(info, runner);
    }

    /**
     * Shows the dialog and waits for the answer, on any thread. What is answered is recorded, and an image that was
     * chosen becomes the active one.
     *
     * @return the values by key, or null if the user cancelled; empty where there is nothing to ask for
     */
    public Map<String, String> show() {
        if (CommandRunner.parameters(info).isEmpty()) {
            return new LinkedHashMap<>();
        }
        ImagePlus active = WindowManager.getCurrentImage();
        Answer answer = new Answer();
        onEventThread(() -> ask(active, answer));
        ImagePlus chosen = answer.image;
        if (answer.values != null && chosen != null && chosen != active && chosen.getWindow() != null) {
            IJ.selectWindow(chosen.getID());
        }
        return answer.values;
    }

    private void ask(ImagePlus active, Answer answer) {
        String label = CommandRunner.label(info);
        DialogWindow window = new DialogWindow(label.replace("...", ""), info, fields, runner,
                () -> CoverCommand.showManual(info));
        boolean agreed = window.ask(Remembered.texts(info), Remembered.failure(info));
        Remembered.keep(info, window.form().texts());
        if (!agreed) {
            RecordedLine.cancel();
            return;
        }
        answer.values = window.form().values();
        answer.image = window.form().image();
        RecordedLine.write(label, RecordedLine.options(fields, answer.values),
                answer.image == null || answer.image == active ? null : answer.image.getTitle());
    }

    private static void onEventThread(Runnable action) {
        if (EventQueue.isDispatchThread()) {
            action.run();
            return;
        }
        try {
            EventQueue.invokeAndWait(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("The dialog cannot be shown.", e.getCause());
        }
    }

    private static final class Answer {
        private Map<String, String> values;
        private ImagePlus image;
    }
}
