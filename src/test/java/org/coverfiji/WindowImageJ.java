package org.coverfiji;

import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Label;
import java.awt.TextComponent;
import java.awt.Window;
import java.awt.event.ActionEvent;
import java.io.File;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import javax.swing.JFrame;

import ij.IJ;
import ij.ImageJ;
import ij.gui.GenericDialog;
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
        GenericDialog dialog = awaitDialog();
        EventQueue.invokeAndWait(() -> {
            press(dialog, "Help");
            fill(dialog, scenario.values());
            Button ok = dialog.getButtons()[0];
            dialog.actionPerformed(new ActionEvent(ok, ActionEvent.ACTION_PERFORMED, ok.getActionCommand()));
        });
        awaitEnd(scenario.label());
        EventQueue.invokeAndWait(WindowImageJ::closeManual);
        String text = Recorder.getInstance().getText().substring(recorded);
        IJ.run("Close All");
        return open + text;
    }

    private static void press(GenericDialog dialog, String label) {
        Button button = Arrays.stream(dialog.getButtons()).filter(one -> one != null && label.equals(one.getLabel()))
                .findFirst().get();
        dialog.actionPerformed(new ActionEvent(button, ActionEvent.ACTION_PERFORMED, label));
    }

    /** The page that Help has opened. */
    private static void closeManual() {
        Window manual = Arrays.stream(Window.getWindows()).filter(window -> window instanceof JFrame
                && window.isShowing() && ((JFrame) window).getTitle().startsWith("COVER ")).findFirst()
                .orElseThrow(() -> new AssertionError("Help opened no window"));
        manual.dispose();
    }

    private static GenericDialog awaitDialog() throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (System.currentTimeMillis() < end) {
            for (Window window : Window.getWindows()) {
                if (window instanceof GenericDialog && window.isShowing()) {
                    return (GenericDialog) window;
                }
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

    private static void fill(GenericDialog dialog, Map<String, String> values) {
        Map<String, Component> fields = fields(dialog);
        values.forEach((key, value) -> {
            Component field = fields.get(key);
            if (field instanceof Checkbox) {
                ((Checkbox) field).setState(Boolean.parseBoolean(value));
            } else if (field instanceof Choice) {
                ((Choice) field).select(value);
            } else if (field instanceof TextComponent) {
                ((TextComponent) field).setText(value);
            } else {
                fail("the dialog " + dialog.getTitle() + " has no field " + key + " among " + fields.keySet());
            }
        });
    }

    /** By key: a label's first word, in lower case, with underscores that ImageJ shows as blanks. */
    private static Map<String, Component> fields(GenericDialog dialog) {
        Map<String, Component> fields = new TreeMap<>();
        String label = null;
        for (Component component : dialog.getComponents()) {
            Component field = component instanceof Container ? textField((Container) component) : component;
            if (component instanceof Label) {
                label = ((Label) component).getText();
            } else if (component instanceof Checkbox) {
                putAllKeys(fields, ((Checkbox) component).getLabel(), component);
            } else if (label != null && (field instanceof Choice || field instanceof TextComponent)) {
                putAllKeys(fields, label, field);
                label = null;
            }
        }
        return fields;
    }

    /** The blanks of a label may be underscores of the key. */
    private static void putAllKeys(Map<String, Component> fields, String label, Component field) {
        String[] words = label.trim().toLowerCase(Locale.ROOT).split("[ _:]+");
        StringBuilder key = new StringBuilder();
        for (String word : words) {
            key.append(key.length() == 0 ? "" : "_").append(word);
            fields.putIfAbsent(key.toString(), field);
        }
    }

    private static Component textField(Container container) {
        return Arrays.stream(container.getComponents()).filter(TextComponent.class::isInstance).findFirst()
                .orElse(container);
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
