package org.coverfiji.command;

import java.awt.GraphicsEnvironment;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;

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

    private static final AtomicLong CALLS = new AtomicLong();
    /** The newest call of each thread; one that calls again waits no longer for what it called before. */
    private static final Map<Thread, Long> NEWEST = Collections.synchronizedMap(new WeakHashMap<>());

    private final Thread thread;
    private final boolean foreign;
    private final long call = CALLS.incrementAndGet();
    private final boolean line;
    private final String options;
    private final boolean person;
    private final WaitingThreads waiting;

    private Caller(Thread thread, boolean line, String options, boolean person, WaitingThreads waiting) {
        this.waiting = waiting;
        this.thread = thread;
        foreign = thread != Thread.currentThread();
        this.line = line;
        this.options = options;
        this.person = person;
    }

    /**
     * The caller of the command that the current thread is about to run.
     *
     * @param threads knows which thread waits for which
     * @param given whether values came with the call, as only a program gives them
     */
    public static Caller find(ThreadService threads, boolean given) {
        Thread own = Thread.currentThread();
        Thread parent = threads.getParent(own);
        Thread nearest = parent == null ? own : parent;
        // Fiji looks these up for all threads that wait.
        String options = Macro.getOptions();
        boolean line = !given && (runsLine(own) || runsLine(nearest));
        if (given || !line && runsLine(threads, nearest)) {
            // They are another command's, such as a script's that runs this one.
            options = null;
        }
        Caller caller = new Caller(nearest, line || options != null, options,
                !given && options == null && !GraphicsEnvironment.isHeadless(), new WaitingThreads(threads, nearest));
        NEWEST.put(nearest, caller.call);
        return caller;
    }

    private static boolean runsLine(ThreadService threads, Thread thread) {
        Set<Thread> seen = new HashSet<>();
        for (Thread waiting = thread; waiting != null && seen.add(waiting); waiting = threads.getParent(waiting)) {
            if (runsLine(waiting)) {
                return true;
            }
        }
        return false;
    }

    /** Whether ImageJ runs a line {@code run("…")} on a thread. */
    private static boolean runsLine(Thread thread) {
        return Arrays.stream(thread.getStackTrace()).anyMatch(call -> call.getMethodName().equals("run")
                && call.getClassName().equals(IJ.class.getName()));
    }

    /** Whether it is a line of a macro or script, which a failure must stop. */
    public boolean isLine() {
        return line;
    }

    /**
     * Whether it was a macro or script that waits no longer, because it was stopped. ImageJ and the script editor
     * interrupt the thread that waits, and not the one of the pool that does the work.
     */
    public boolean hasLeft() {
        boolean otherLine = line && foreign && (NEWEST.getOrDefault(thread, call) != call || !runsLine(thread));
        return otherLine || !person && waiting.haveStopped();
    }

    /** Stops the macro that asked, with a sentence that ImageJ shows where there is a display. */
    void stop(String message) {
        if (foreign) {
            // This thread is answered with the waiting one's options, by which ImageJ's message would be "filled in".
            Macro.setOptions(thread, null);
        }
        IJ.error("COVER", message);
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
