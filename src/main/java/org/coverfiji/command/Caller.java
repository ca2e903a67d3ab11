package org.coverfiji.command;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.scijava.thread.ThreadService;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;

/**
 * Who has asked Fiji for a command: a line {@code run("COVER …")} of a macro or script, a program (a script by way of
 * SciJava, the command line), or a person at the menu. Fiji runs commands on threads of a pool, so the answer is looked
 * for on the threads that wait for this one. What goes on elsewhere in the process says nothing: somebody may open a
 * dialog while a macro trains.
 */
public final class Caller {

    private final Thread thread;
    private final boolean line;
    private final String options;
    private final boolean person;

    private Caller(Thread thread, boolean line, String options, boolean person) {
        this.thread = thread;
        this.line = line;
        this.options = options;
        this.person = person;
    }

    /**
     * The caller of the command that the current thread is about to run.
     *
     * @param threads knows which thread waits for which
     * @param dialog whether a dialog would be shown for the command's parameters: there is a display, and no value came
     *     with the call
     */
    public static Caller find(ThreadService threads, boolean dialog) {
        // Fiji looks these up for the waiting threads too.
        String options = Macro.getOptions();
        Thread macro = macroThread(threads);
        Thread parent = threads.getParent(Thread.currentThread());
        Thread thread = macro != null ? macro : parent != null ? parent : Thread.currentThread();
        return new Caller(thread, macro != null || options != null, options, dialog && options == null);
    }

    /** The thread, of the current one and those that wait for it, on which ImageJ runs a line; null if there is none. */
    private static Thread macroThread(ThreadService threads) {
        Set<Thread> seen = new HashSet<>();
        for (Thread thread = Thread.currentThread(); thread != null && seen.add(thread);
                thread = threads.getParent(thread)) {
            for (StackTraceElement call : thread.getStackTrace()) {
                if (call.getClassName().equals(IJ.class.getName()) && call.getMethodName().equals("run")) {
                    return thread;
                }
            }
        }
        return null;
    }

    /** Whether it is a line of a macro or script, which a failure must stop. */
    boolean isLine() {
        return line;
    }

    /** The parameters of a line, as in {@code run("…", "key=value")}; null if there are none. */
    public String options() {
        return options;
    }

    /** Whether somebody is there to be shown a dialog. ImageJ shows one for a macro's line without parameters too. */
    public boolean isPerson() {
        return person;
    }

    /**
     * Makes the image that is selected where the command was asked for the selected one of this thread. In batch mode
     * and without a display ImageJ knows it by thread, and the threads of the pool may still have images that earlier
     * commands showed.
     */
    public void selectImage() {
        if (thread != Thread.currentThread()) {
            WindowManager.setTempCurrentImage(temporaryImage(thread));
        }
    }

    /** Leaves no image behind for the next command on this thread. */
    void deselectImage() {
        if (thread != Thread.currentThread()) {
            WindowManager.setTempCurrentImage(null);
        }
    }

    /** ImageJ tells it to the thread itself only. */
    private static ImagePlus temporaryImage(Thread thread) {
        try {
            Field table = WindowManager.class.getDeclaredField("tempImageTable");
            table.setAccessible(true);
            return (ImagePlus) ((Map<?, ?>) table.get(null)).get(thread);
        } catch (ReflectiveOperationException e) {
            // Another ImageJ: the image that was activated last, which is the same unless a script gave another.
            return null;
        }
    }
}
