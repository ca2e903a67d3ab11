package org.coverfiji;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.Window;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

import javax.swing.JDialog;
import javax.swing.JFrame;

import ij.IJ;
import ij.ImageJ;
import ij.plugin.frame.Recorder;

/**
 * Plain ImageJ with its window, and somebody at its keyboard. Either fills in and records every command's dialog:
 * {@code record <ImageJ folder> <sample data> <results> <folder for macros>}, or runs macros:
 * {@code play <ImageJ folder> <macro>...}. An unexpected dialog ends it with status 1.
 */
public final class WindowImageJ {

    private static final long PATIENCE_MILLIS = 240_000;

    private WindowImageJ() {
    }

    public static void main(String[] arguments) throws Exception {
        ImageJ.main(new String[] {"-ijpath", arguments[1]});
        if (arguments[0].equals("record")) {
            new Recorder();
            File out = new File(arguments[3]);
            for (Scenario scenario : Scenario.all(new File(arguments[2]), out)) {
                File macro = new File(arguments[4], scenario.macro());
                Files.write(macro.toPath(), record(scenario).getBytes(StandardCharsets.UTF_8));
            }
        } else {
            watchForDialogs();
            for (String macro : Arrays.copyOfRange(arguments, 2, arguments.length)) {
                if ("[aborted]".equals(IJ.runMacroFile(macro))) {
                    fail(macro + " was aborted");
                }
                IJ.run("Close All");
            }
        }
        System.out.println(IJ.getLog());
        System.exit(0);
    }

    /** The lines that the recorder has for a command, run through its dialog. */
    private static String record(Scenario scenario) throws Exception {
        String open = "";
        if (scenario.image() != null) {
            IJ.open(scenario.image());
            open = "open(\"" + scenario.image() + "\");\n";
        }
        int recorded = Recorder.getInstance().getText().length();
        IJ.doCommand(scenario.label());
        JDialog dialog = awaitDialog();
        EventQueue.invokeAndWait(() -> {
            DialogUser.press(dialog, "Help");
            DialogUser.fill(dialog, scenario.values());
            DialogUser.press(dialog, "OK");
            if (dialog.isShowing()) {
                fail(dialog.getTitle() + ": " + DialogUser.messages(dialog));
            }
        });
        awaitEnd(scenario.label());
        EventQueue.invokeAndWait(WindowImageJ::closeManual);
        String text = Recorder.getInstance().getText().substring(recorded);
        IJ.run("Close All");
        return open + text;
    }

    /** The page that Help has opened. */
    private static void closeManual() {
        Window manual = Arrays.stream(Window.getWindows()).filter(window -> window instanceof JFrame
                && window.isShowing() && ((JFrame) window).getTitle().startsWith("COVER ")).findFirst()
                .orElseThrow(() -> new AssertionError("Help opened no window"));
        manual.dispose();
    }

    private static JDialog awaitDialog() throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (System.currentTimeMillis() < end) {
            if (DialogUser.open() != null) {
                return DialogUser.open();
            }
            for (Window window : Window.getWindows()) {
                failIfDialog(window);
            }
            Thread.sleep(100);
        }
        throw new AssertionError("no dialog appeared");
    }

    /** ImageJ runs a chosen command in a thread of its name. */
    private static void awaitEnd(String label) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(label))) {
            for (Window window : Window.getWindows()) {
                failIfDialog(window);
            }
            if (System.currentTimeMillis() > end) {
                fail(label + " does not end");
            }
            Thread.sleep(100);
        }
    }

    private static void watchForDialogs() {
        Thread watch = new Thread(() -> {
            while (true) {
                for (Window window : Window.getWindows()) {
                    failIfDialog(window);
                }
                try {
                    Thread.sleep(200);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
        watch.setDaemon(true);
        watch.start();
    }

    private static void failIfDialog(Window window) {
        if (window instanceof Dialog && ((Dialog) window).isModal() && window.isShowing()) {
            StringBuilder text = new StringBuilder("a dialog: " + ((Dialog) window).getTitle());
            describe(window, text);
            fail(text.toString());
        }
    }

    private static void describe(Container container, StringBuilder text) {
        for (Component component : container.getComponents()) {
            if (component instanceof Label) {
                text.append(" | ").append(((Label) component).getText());
            } else if (component instanceof ij.gui.MultiLineLabel) {
                text.append(" | ").append(lines(component));
            } else if (component instanceof Container) {
                describe((Container) component, text);
            }
        }
    }

    /** ImageJ has no getter for what such a label says. */
    private static String lines(Component label) {
        try {
            Field lines = ij.gui.MultiLineLabel.class.getDeclaredField("lines");
            lines.setAccessible(true);
            return String.join(" ", (String[]) lines.get(label));
        } catch (ReflectiveOperationException e) {
            return e.toString();
        }
    }

    private static void fail(String why) {
        System.err.println(why);
        System.out.println(IJ.getLog());
        Runtime.getRuntime().halt(1);
    }
}
