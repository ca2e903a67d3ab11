package org.coverfiji;

import java.awt.AWTEvent;
import java.awt.Component;
import java.awt.Container;
import java.awt.EventQueue;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.AWTEventListener;
import java.awt.event.WindowEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JTextPane;
import javax.swing.text.JTextComponent;

/** Somebody at the keyboard of the suite's dialogs. Knows the JDK alone, because it is used inside hosts too. */
public final class DialogUser implements AutoCloseable {

    private static final String NAME = "COVER dialog";
    private static final long PATIENCE_MILLIS = 60_000;

    private final AWTEventListener listener;

    /** @param action is given each dialog that opens, on the event thread */
    public DialogUser(Consumer<JDialog> action) {
        listener = event -> {
            if (event.getID() == WindowEvent.WINDOW_OPENED && isDialog((Window) event.getSource())) {
                EventQueue.invokeLater(() -> action.accept((JDialog) event.getSource()));
            }
        };
        Toolkit.getDefaultToolkit().addAWTEventListener(listener, AWTEvent.WINDOW_EVENT_MASK);
    }

    @Override
    public void close() {
        Toolkit.getDefaultToolkit().removeAWTEventListener(listener);
    }

    private static boolean isDialog(Window window) {
        return NAME.equals(window.getName());
    }

    /** The dialog that is open; null if none is. */
    public static JDialog open() {
        for (Window window : Window.getWindows()) {
            if (isDialog(window) && window.isShowing()) {
                return (JDialog) window;
            }
        }
        return null;
    }

    /** Waits for a dialog. */
    public static JDialog await() {
        return until("no dialog came up", DialogUser::open);
    }

    /** Waits until something is there. */
    public static <T> T until(String otherwise, Callable<T> found) {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        try {
            while (System.currentTimeMillis() < end) {
                T value = found.call();
                if (value != null) {
                    return value;
                }
                Thread.sleep(20);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError(otherwise);
    }

    /** Fills fields in, by key; what is worked on follows from them. On the event thread. */
    public static void fill(JDialog dialog, Map<String, String> values) {
        Component folder = find(dialog, "folder?");
        if (folder != null && (values.containsKey("input") || values.containsKey("images"))) {
            ((AbstractButton) folder).setSelected(true);
        }
        values.forEach((key, value) -> set(component(dialog, key), value));
    }

    private static void set(Component field, String value) {
        if (field instanceof AbstractButton) {
            ((AbstractButton) field).setSelected(Boolean.parseBoolean(value));
        } else if (field instanceof JComboBox) {
            ((JComboBox<?>) field).setSelectedItem(value);
        } else if (field instanceof JTextComponent) {
            ((JTextComponent) field).setText(value);
        } else {
            throw new AssertionError("cannot fill in " + field);
        }
    }

    /** On the event thread. */
    public static void press(JDialog dialog, String button) {
        ((AbstractButton) component(dialog, button)).doClick(0);
    }

    /** What stands in a field. */
    public static String text(JDialog dialog, String key) {
        Component field = component(dialog, key);
        return field instanceof AbstractButton ? String.valueOf(((AbstractButton) field).isSelected())
                : field instanceof JComboBox ? String.valueOf(((JComboBox<?>) field).getSelectedItem())
                        : ((JTextComponent) field).getText();
    }

    /** What the dialog says below its fields. */
    public static String messages(JDialog dialog) {
        return ((JTextPane) component(dialog, "messages")).getText();
    }

    /** A field by its key, or a button by its label. */
    public static Component component(JDialog dialog, String name) {
        Component found = find(dialog, name);
        if (found == null) {
            throw new AssertionError(dialog.getTitle() + " has no " + name);
        }
        return found;
    }

    private static Component find(Container container, String name) {
        for (Component component : container.getComponents()) {
            Component found = name.equals(component.getName()) ? component
                    : component instanceof Container ? find((Container) component, name) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Runs something on the event thread and waits for it. */
    public static <T> T onEventThread(Callable<T> action) {
        FutureTask<T> task = new FutureTask<>(action);
        try {
            EventQueue.invokeAndWait(task);
            return task.get();
        } catch (InvocationTargetException | InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
