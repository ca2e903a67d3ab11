package org.coverfiji.dialog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.Component;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.swing.JDialog;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

import org.coverfiji.DialogUser;
import org.coverfiji.command.CommandRunner;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;

import ij.ImagePlus;
import ij.Prefs;
import ij.WindowManager;
import ij.plugin.frame.Recorder;
import ij.process.ByteProcessor;

/** Somebody fills dialogs in. */
public class CommandDialogTest {

    private Context context;
    private CommandRunner runner;
    private CommandInfo pretrain;

    @Before
    public void discover() {
        assumeFalse("a dialog needs a display", GraphicsEnvironment.isHeadless());
        context = new Context();
        runner = new CommandRunner(context);
        pretrain = runner.find("COVER Pretrain");
        Remembered.forget();
        runner.own().forEach(info -> Prefs.set("cover.advanced." + info.getDelegateClassName(), false));
    }

    @After
    public void dispose() {
        if (context != null) {
            JDialog left = DialogUser.open();
            if (left != null) {
                close(left);
            }
            context.dispose();
        }
        WindowManager.setTempCurrentImage(null);
    }

    @Test
    public void whatIsNotTouchedHasItsDefaultByKey() throws Exception {
        Map<String, String> values = show(pretrain, "OK", dialog -> DialogUser.fill(dialog,
                Map.of("input", "/images", "output", "/m.cover")));
        assertEquals(CommandRunner.parameters(pretrain).size(), values.size());
        assertEquals("/images", values.get("input"));
        assertEquals("false", values.get("recursive"));
        assertEquals("2D", values.get("dimensions"));
        assertEquals("auto", values.get("patch"));
        assertEquals("0.001", values.get("learning_rate"));
        assertEquals("4,4,4,1,1", values.get("heads"));
        assertEquals("", values.get("method_settings"));
    }

    @Test
    public void whatDiffersFromTheDefaultsIsRecorded() throws Exception {
        Recorder recorder = new Recorder(false);
        try {
            show(pretrain, "OK", dialog -> DialogUser.fill(dialog, Map.of("input", "/my images", "output", "/m.cover",
                    "dimensions", "3D", "resume", "true", "batch", "4")));
            assertTrue(recorder.getText(), recorder.getText().endsWith("run(\"COVER Pretrain...\", "
                    + "\"input=[/my images] output=/m.cover dimensions=3D resume=true\");\n"));
            String before = recorder.getText();
            show(pretrain, "Cancel", dialog -> { });
            assertEquals(before, recorder.getText());
        } finally {
            recorder.close();
        }
    }

    @Test
    public void whatAMacroWouldTakeForAnEscapeIsWrittenAsOne() throws Exception {
        Recorder recorder = new Recorder(false);
        try {
            show(runner.find("COVER Fine-tune Classification"), "OK", dialog -> DialogUser.fill(dialog,
                    Map.of("input", "C:\\data", "output", "m.cover", "groups", "^(p\\d+)_")));
            assertTrue(recorder.getText(), recorder.getText().contains("input=C:\\\\data groups=^(p\\\\d+)_"));
        } finally {
            recorder.close();
        }
    }

    /** Who opens a dialog has not forgotten anything yet. */
    @Test
    public void nothingIsWrongWithADialogThatHasJustBeenOpened() {
        for (String name : List.of("COVER Pretrain", "COVER Fine-tune Segmentation", "COVER Fine-tune Classification",
                "COVER Compare", "COVER Label Efficiency")) {
            assertEquals(name, List.of(), runner.forecast(runner.find(name), Map.of()).warnings());
        }
    }

    @Test
    public void whatIsMissingIsMarkedAndSaidAndTheDialogStays() throws Exception {
        JDialog dialog = open(pretrain);
        DialogUser.onEventThread(() -> {
            DialogUser.press(dialog, "OK");
            assertTrue(dialog.isShowing());
            assertTrue(DialogUser.messages(dialog), DialogUser.messages(dialog)
                    .contains("output is missing; it is the model file (.cover) to write"));
            assertNotEquals(DialogUser.component(dialog, "name_filter").getBackground(),
                    DialogUser.component(dialog, "output").getBackground());
            DialogUser.press(dialog, "Cancel");
            return null;
        });
    }

    @Test
    public void aWrongValueIsMarkedWithTheCommandsSentenceAndNothingMoves() throws Exception {
        JDialog dialog = open(pretrain);
        DialogUser.onEventThread(() -> {
            DialogUser.press(dialog, "Advanced");
            return null;
        });
        List<Point> before = settled(dialog);
        DialogUser.onEventThread(() -> {
            DialogUser.fill(dialog, Map.of("patch", "100", "batch", "many"));
            return null;
        });
        String batch = "batch=many is not possible; it must be a whole number.";
        assertTrue(DialogUser.until("no sentence", () -> DialogUser.onEventThread(() -> DialogUser.messages(dialog)
                .contains(batch) ? "said" : null)).equals("said"));
        assertEquals("<html>batch=many is not possible; it must be a whole number.</html>",
                ((javax.swing.JComponent) DialogUser.component(dialog, "batch")).getToolTipText());
        DialogUser.onEventThread(() -> {
            DialogUser.fill(dialog, Map.of("batch", "4"));
            return null;
        });
        String patch = "patch is 100, but must be a positive multiple of 16";
        DialogUser.until("no sentence", () -> DialogUser.onEventThread(() -> DialogUser.messages(dialog)
                .startsWith(patch) ? "said" : null));
        assertEquals(before, settled(dialog));
        close(dialog);
    }

    /** Where things are once the X server has moved the window to where it was asked to. */
    private static List<Point> settled(JDialog dialog) throws Exception {
        List<Point> last = List.of();
        List<Point> now = DialogUser.onEventThread(() -> places(dialog));
        while (!now.equals(last)) {
            Thread.sleep(200);
            last = now;
            now = DialogUser.onEventThread(() -> places(dialog));
        }
        return now;
    }

    private static List<Point> places(JDialog dialog) {
        return List.of(DialogUser.component(dialog, "output").getLocationOnScreen(),
                DialogUser.component(dialog, "patch").getLocationOnScreen(),
                DialogUser.component(dialog, "OK").getLocationOnScreen());
    }

    @Test
    public void anAutomaticValueIsShownAsWhatItWillBe() throws Exception {
        Form form = new Form(Fields.of(pretrain, runner), () -> { });
        form.hint(runner.forecast(pretrain, Map.of("dimensions", "2D")).automatic());
        assertEquals("auto", form.values().get("patch"));
        assertEquals("128 (automatic)", hint(form, "patch"));
        form.hint(runner.forecast(pretrain, Map.of("dimensions", "3D")).automatic());
        assertEquals("8 (automatic)", hint(form, "width"));
        assertEquals("1 (automatic)", hint(form, "amplitude"));
        assertEquals("percentiles 0.5 to 99.5 of each image", hint(form, "window"));
    }

    private static String hint(Form form, String id) {
        return ((TextEditor) form.row(id).editor()).shownHint();
    }

    @Test
    public void onlyTheChosenMethodsSettingsAreAskedFor() throws Exception {
        Form form = new Form(Fields.of(pretrain, runner), () -> { });
        form.setAdvanced(true);
        assertTrue(form.row("motion").isVisible());
        assertFalse(form.row("SimCLR/temperature").isVisible());
        form.row("motion").editor().setText("1.2");
        form.row("method").editor().setText("SimCLR");
        assertFalse(form.row("motion").isVisible());
        assertTrue(form.row("SimCLR/temperature").isVisible());
        assertTrue("a parameter may have the key of another method's setting", form.row("window").isVisible());
        form.row("SimCLR/temperature").editor().setText("0.5");
        form.row("SimCLR/hidden").editor().setText("64");
        assertEquals("temperature:0.5, hidden:64", form.values().get("method_settings"));
        assertEquals("of another method", "0.6", form.values().get("motion"));
        form.row("SimCLR/hidden").editor().setText("1");
        assertFalse(form.check());
        assertEquals("hidden is 1, but must be between 8 and 8192.", form.row("SimCLR/hidden").sentence());
        form.row("method").editor().setText("COVER");
        assertEquals("", form.values().get("method_settings"));
        assertEquals("kept", "1.2", form.values().get("motion"));
    }

    /** What it shows is what will be, and what is chosen is given, whatever the usual value. */
    @Test
    public void aChoiceThatDependsOnThePresetIsLeftToItUntilSomebodyChooses() throws Exception {
        Form form = new Form(Fields.of(pretrain, runner), () -> { });
        form.row("method").editor().setText("MoCo v2");
        form.row("MoCo v2/preset").editor().setText("official");
        assertEquals("preset:official", form.values().get("method_settings"));
        form.hint(runner.forecast(pretrain, form.values()).automatic());
        ChoiceEditor norm = (ChoiceEditor) form.row("MoCo v2/norm").editor();
        assertEquals("none (automatic)", norm.shownHint());
        norm.setText("batch");
        assertEquals("preset:official, norm:batch", form.values().get("method_settings"));
        form.row("method").editor().setText("PixPro");
        assertEquals("batch (automatic)", ((ChoiceEditor) form.row("PixPro/dense_norm").editor()).shownHint());
        form.row("PixPro/dense_norm").editor().setText("none");
        assertEquals("dense_norm:none", form.values().get("method_settings"));
        form.row("method").editor().setText("DeepCluster");
        form.row("DeepCluster/balanced").editor().setText("true");
        assertEquals("balanced:true", form.values().get("method_settings"));
    }

    @Test
    public void ofTwoImagesOfOneTitleTheActiveOneIsMeant() throws Exception {
        ImagePlus first = new ImagePlus("same", new ByteProcessor(8, 8));
        ImagePlus second = new ImagePlus("same", new ByteProcessor(8, 8));
        try {
            DialogUser.onEventThread(() -> {
                first.show();
                second.show();
                WindowManager.setCurrentWindow(second.getWindow());
                assertEquals(second, new Form(Fields.of(runner.find("COVER Segment"), runner), () -> { }).image());
                WindowManager.setCurrentWindow(first.getWindow());
                assertEquals(first, new Form(Fields.of(runner.find("COVER Segment"), runner), () -> { }).image());
                Form evaluate = new Form(Fields.of(runner.find("COVER Evaluate"), runner), () -> { });
                assertFalse("two are named by their titles", evaluate.check());
                assertEquals("predicted_image is same, but several open images are called so; rename one"
                        + " (Image > Rename).", evaluate.row("predicted_image").sentence());
                return null;
            });
        } finally {
            first.close();
            second.close();
        }
    }

    @Test
    public void aForecastThatGoesWrongIsASentence() throws Exception {
        CompletableFuture<String> said = new CompletableFuture<>();
        try (Forecaster forecaster = new Forecaster()) {
            forecaster.ask(() -> {
                throw new IllegalStateException();
            }, forecast -> { }, said::complete);
            assertEquals(Forecaster.UNKNOWN, said.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    public void whatWasTypedComesBackAfterCancelAndAfterAnErrorWithItsSentence() throws Exception {
        show(pretrain, "Cancel", dialog -> DialogUser.fill(dialog, Map.of("input", "/images", "patch", "64")));
        Remembered.ended(pretrain, "patch is 64, but the moon is full.");
        JDialog dialog = open(pretrain);
        DialogUser.onEventThread(() -> {
            assertEquals("/images", DialogUser.text(dialog, "input"));
            assertEquals("64", DialogUser.text(dialog, "patch"));
            assertTrue(DialogUser.messages(dialog), DialogUser.messages(dialog)
                    .contains("patch is 64, but the moon is full."));
            DialogUser.press(dialog, "Reset");
            assertEquals("", DialogUser.text(dialog, "input"));
            assertEquals("", DialogUser.text(dialog, "patch"));
            return null;
        });
        close(dialog);
    }

    @Test
    public void forecastsAreReckonedElsewhereThanOnTheEventThread() throws Exception {
        CompletableFuture<Boolean> onEventThread = new CompletableFuture<>();
        try (Forecaster forecaster = new Forecaster()) {
            forecaster.ask(() -> {
                onEventThread.complete(java.awt.EventQueue.isDispatchThread());
                return null;
            }, forecast -> { }, sentence -> { });
            assertFalse(onEventThread.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    public void escapeCancelsAndTheHelpStandsBesideTheDialog() throws Exception {
        CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
        JDialog dialog = open(pretrain, answer);
        DialogUser.onEventThread(() -> {
            DialogUser.press(dialog, "Help");
            return null;
        });
        Window manual = DialogUser.until("no manual", CommandDialogTest::manual);
        assertTrue(dialog.isShowing());
        DialogUser.onEventThread(() -> {
            manual.dispose();
            Component field = DialogUser.component(dialog, "output");
            field.dispatchEvent(new KeyEvent(field, KeyEvent.KEY_PRESSED, 0, 0, KeyEvent.VK_ESCAPE,
                    KeyEvent.CHAR_UNDEFINED));
            return null;
        });
        assertNull(answer.get(60, TimeUnit.SECONDS));
    }

    private static Window manual() {
        for (Window window : Window.getWindows()) {
            if (window instanceof JFrame && window.isShowing() && ((JFrame) window).getTitle().startsWith("COVER")) {
                return window;
            }
        }
        return null;
    }

    @Test
    public void ofSeveralOpenImagesOneIsChosenAndAFolderIsASwitchAway() throws Exception {
        CommandInfo segment = runner.find("COVER Segment");
        ImagePlus only = new ImagePlus("only", new ByteProcessor(8, 8));
        WindowManager.setTempCurrentImage(only);
        Form form = DialogUser.onEventThread(() -> {
            WindowManager.setTempCurrentImage(only);
            Form made = new Form(Fields.of(segment, runner), () -> { });
            WindowManager.setTempCurrentImage(null);
            return made;
        });
        assertEquals("only", form.values().get("image"));
        assertTrue(form.row("image").isVisible());
        assertFalse(form.row("input").isVisible());
        form.setTexts(Map.of("?", "folder", "input", "/images", "model", "/m.cover"));
        assertEquals("", form.values().get("image"));
        assertEquals("/images", form.values().get("input"));
        assertFalse("a folder needs an output folder", form.check());
        assertEquals("output_folder is missing; it is a folder for label images and tables.",
                form.row("output_folder").sentence());
        form.setTexts(Map.of("?", "image", "input", "/images", "model", "/m.cover"));
        assertEquals("", form.values().get("input"));
        assertTrue(form.check());
    }

    @Test
    public void everyDialogFitsASmallScreenAndHasTheModelFirstWhereOneIsApplied() throws Exception {
        for (CommandInfo info : runner.own()) {
            if (CommandRunner.parameters(info).isEmpty()) {
                continue;
            }
            JDialog dialog = open(info);
            DialogUser.onEventThread(() -> {
                String where = CommandRunner.label(info);
                assertTrue(where + dialog.getSize(), dialog.getHeight() <= 640);
                Component advanced = DialogUser.component(dialog, "Advanced");
                if (advanced.isVisible()) {
                    DialogUser.press(dialog, "Advanced");
                }
                int screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds().height;
                assertTrue(where + dialog.getSize(), dialog.getHeight() <= screen);
                // As asked for: the X server may not have moved it yet.
                int inside = SwingUtilities.convertPoint(DialogUser.component(dialog, "OK"), 0, 0, dialog).y;
                assertTrue(where, dialog.getY() + inside < screen);
                return null;
            });
            close(dialog);
        }
        for (String name : List.of("Segment", "Extract Embeddings", "Classify")) {
            assertEquals("model", Fields.of(runner.find("COVER " + name), runner).get(0).key());
        }
        assertNotNull(pretrain);
    }

    private void close(JDialog dialog) {
        DialogUser.onEventThread(() -> {
            DialogUser.press(dialog, "Cancel");
            return null;
        });
    }

    private JDialog open(CommandInfo info) {
        return open(info, new CompletableFuture<>());
    }

    private JDialog open(CommandInfo info, CompletableFuture<Map<String, String>> answer) {
        new Thread(() -> {
            try {
                answer.complete(new CommandDialog(runner, info).show());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }).start();
        return DialogUser.await();
    }

    /** Shows the dialog, lets a user act on it, and presses a button. */
    private Map<String, String> show(CommandInfo info, String button, Consumer<JDialog> user) throws Exception {
        CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
        JDialog dialog = open(info, answer);
        DialogUser.onEventThread(() -> {
            user.accept(dialog);
            DialogUser.press(dialog, button);
            return null;
        });
        return answer.get(60, TimeUnit.SECONDS);
    }
}
