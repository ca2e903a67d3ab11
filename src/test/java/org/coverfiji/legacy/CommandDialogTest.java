package org.coverfiji.legacy;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.TextField;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.swing.JFrame;

import org.coverfiji.command.CommandRunner;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;

import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;

public class CommandDialogTest {

    private static final int OK = 0;
    private static final int CANCEL = 1;
    /** After input, name filter, output, channels, resize and window. */
    private static final int PATCH_FIELD = 6;

    private Context context;
    private CommandInfo pretrain;

    @Before
    public void discover() {
        assumeFalse("a dialog needs a display", GraphicsEnvironment.isHeadless());
        context = new Context();
        pretrain = new CommandRunner(context).find("COVER Pretrain");
    }

    @After
    public void dispose() {
        if (context != null) {
            context.dispose();
        }
    }

    @Test
    public void defaultsComeBackByKey() throws Exception {
        Map<String, String> values = show(OK, dialog -> { });
        assertEquals(CommandRunner.parameters(pretrain).size(), values.size());
        assertEquals("", values.get("input"));
        assertEquals("false", values.get("recursive"));
        assertEquals("2D", values.get("dimensions"));
        assertEquals("0.001", values.get("learning_rate"));
        assertEquals("4,4,4,1,1", values.get("heads"));
        assertEquals("1", values.get("seed"));
    }

    @Test
    public void whatTheUserEntersIsReadAndRecordedSoThatFijiUnderstandsIt() throws Exception {
        Recorder recorder = new Recorder(false);
        try {
            Recorder.setCommand("COVER Pretrain...");
            Map<String, String> values = show(OK, dialog -> {
                ((TextField) dialog.getStringFields().get(0)).setText("/my images");
                ((Checkbox) dialog.getCheckboxes().get(1)).setState(true);
                ((Choice) dialog.getChoices().get(0)).select("3D");
            });
            assertEquals("/my images", values.get("input"));
            assertEquals("true", values.get("resume"));
            assertEquals("3D", values.get("dimensions"));
            assertEquals("input=[/my images] dimensions=3D resume=true", Recorder.getCommandOptions());
        } finally {
            recorder.close();
        }
    }

    @Test
    public void tellsWhileItIsFilledInWhatCannotWork() throws Exception {
        CompletableFuture<List<String>> told = new CompletableFuture<>();
        show(OK, dialog -> {
            TextField patch = (TextField) dialog.getStringFields().get(PATCH_FIELD);
            patch.setText("100");
            new Thread(() -> told.complete(awaitWarning(dialog))).start();
        }, told);
        assertEquals(Arrays.asList("patch is 100, but must be a positive multiple of 16, or one per axis (z,y,x)"
                + " such as 16,128,128, or auto."), told.get());
    }

    @Test
    public void helpOpensTheManualBesideTheDialog() throws Exception {
        CompletableFuture<Boolean> opened = new CompletableFuture<>();
        show(OK, dialog -> {
            Button help = Arrays.stream(dialog.getButtons()).filter(one -> one != null && one.getLabel().equals("Help"))
                    .findFirst().get();
            help.dispatchEvent(new ActionEvent(help, ActionEvent.ACTION_PERFORMED, "Help"));
            new Thread(() -> opened.complete(awaitManual(dialog))).start();
        }, opened);
        assertTrue("neither the manual nor the dialog may close the other", opened.get());
    }

    private static List<String> awaitWarning(GenericDialog dialog) {
        List<String> sentences = Collections.emptyList();
        for (int i = 0; i < 200; i++) {
            sentences = onEventThread(() -> line(dialog).sentences());
            if (sentences.size() == 1 && sentences.get(0).startsWith("patch")) {
                return sentences;
            }
            pause();
        }
        return sentences;
    }

    private static boolean awaitManual(GenericDialog dialog) {
        for (int i = 0; i < 200; i++) {
            for (Window window : Window.getWindows()) {
                if (window instanceof JFrame && window.isShowing()
                        && ((JFrame) window).getTitle().startsWith("COVER")) {
                    onEventThread(() -> {
                        window.dispose();
                        return null;
                    });
                    return dialog.isShowing();
                }
            }
            pause();
        }
        return false;
    }

    private static ForecastLine line(Container container) {
        for (Component component : container.getComponents()) {
            ForecastLine found = component instanceof ForecastLine ? (ForecastLine) component
                    : component instanceof Container ? line((Container) component) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static <T> T onEventThread(Supplier<T> action) {
        AtomicReference<T> result = new AtomicReference<>();
        try {
            EventQueue.invokeAndWait(() -> result.set(action.get()));
        } catch (InterruptedException | InvocationTargetException e) {
            throw new AssertionError(e);
        }
        return result.get();
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void cancelGivesNothing() throws Exception {
        assertNull(show(CANCEL, dialog -> { }));
    }

    /** Shows the dialog, lets a user act on it, and presses a button. */
    private Map<String, String> show(int button, Consumer<GenericDialog> user) throws Exception {
        return show(button, user, CompletableFuture.completedFuture(null));
    }

    /** @param before what must have come about before the button is pressed */
    private Map<String, String> show(int button, Consumer<GenericDialog> user, Future<?> before) throws Exception {
        CompletableFuture<Map<String, String>> shown = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                shown.complete(new CommandDialog(new CommandRunner(context), pretrain).show());
            } catch (RuntimeException e) {
                shown.completeExceptionally(e);
            }
        });
        caller.start();
        GenericDialog dialog = until(CommandDialogTest::visible);
        EventQueue.invokeAndWait(() -> user.accept(dialog));
        before.get(60, TimeUnit.SECONDS);
        EventQueue.invokeAndWait(() -> dialog.actionPerformed(new ActionEvent(dialog.getButtons()[button],
                ActionEvent.ACTION_PERFORMED, "")));
        return shown.get(60, TimeUnit.SECONDS);
    }

    private static GenericDialog visible() {
        for (Window window : Window.getWindows()) {
            if (window instanceof GenericDialog && window.isVisible()) {
                return (GenericDialog) window;
            }
        }
        return null;
    }

    private static <T> T until(Callable<T> found) throws Exception {
        for (int i = 0; i < 200; i++) {
            T value = found.call();
            if (value != null) {
                return value;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no dialog came up");
    }
}
