package org.coverfiji.hostile;

import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import org.coverfiji.CoverException;

import com.sun.management.ThreadMXBean;

/**
 * Does work that may not end, on a thread of its own, and tells what is wrong with how it ended: it may succeed, or
 * fail in one sentence; within 5 s and 256 MB.
 */
final class Watched implements AutoCloseable {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final long MOST_BYTES = 256L << 20;
    /** Of the processor, so that a busy computer changes nothing. */
    private static final long MOST_NANOSECONDS = 5_000_000_000L;
    /** Work that waits needs no processor. */
    private static final int PATIENCE_SECONDS = 60;

    private static final Pattern CODE = Pattern.compile(
            "([a-z](Exception|Error)\\b|\\bjavax?[.](lang|io|util|awt)|: null[.]|[(]null[)]|\\n)");

    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private Thread thread;
    private int refused;
    private int hung;
    private String sentence;

    /** How much work ended in a sentence. */
    int refused() {
        return refused;
    }

    /** How much work did not end. */
    int hung() {
        return hung;
    }

    /** The last sentence. */
    String sentence() {
        return sentence;
    }

    /**
     * @param name must be in the sentence
     * @return null if it ended as it should
     */
    String run(Runnable work, String name) throws InterruptedException {
        if (thread == null) {
            start();
        }
        long bytes = THREADS.getThreadAllocatedBytes(thread.getId());
        long time = THREADS.getThreadCpuTime(thread.getId());
        FutureTask<Void> task = new FutureTask<>(work, null);
        tasks.add(task);
        String wrong = await(task, time);
        if (wrong == null) {
            wrong = ending(task, name);
        }
        if (wrong == null && thread != null) {
            long used = THREADS.getThreadAllocatedBytes(thread.getId()) - bytes;
            wrong = used > MOST_BYTES ? "took " + (used >> 20) + " MB" : null;
        }
        return wrong;
    }

    private void start() {
        thread = new Thread(() -> {
            while (true) {
                try {
                    tasks.take().run();
                } catch (InterruptedException e) {
                    return;
                }
            }
        }, "hostile file");
        thread.setDaemon(true);
        thread.start();
    }

    private String await(FutureTask<Void> task, long begin) throws InterruptedException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                task.get(100, TimeUnit.MILLISECONDS);
                return null;
            } catch (ExecutionException e) {
                return null;
            } catch (TimeoutException e) {
                if (THREADS.getThreadCpuTime(thread.getId()) - begin > MOST_NANOSECONDS
                        || System.nanoTime() > patience) {
                    String place = place(thread.getStackTrace());
                    thread.interrupt();
                    // Another one goes on.
                    thread = null;
                    hung++;
                    return "hangs at " + place;
                }
            }
        }
    }

    private String ending(FutureTask<Void> task, String name) throws InterruptedException {
        try {
            task.get();
            return null;
        } catch (ExecutionException e) {
            Throwable error = e.getCause();
            if (!(error instanceof CoverException)) {
                return "escaped: " + error + " at " + place(error.getStackTrace());
            }
            refused++;
            String message = String.valueOf(error.getMessage());
            sentence = message;
            boolean right = message.contains(name) && message.endsWith(".") && !CODE.matcher(message).find()
                    && message.length() < 1000;
            return right ? null : "is no sentence about the file: " + message.substring(0,
                    Math.min(500, message.length()));
        }
    }

    /** Where the JDK or a library was left, and who of the suite had called it. */
    private static String place(StackTraceElement[] trace) {
        StringBuilder place = new StringBuilder(trace.length == 0 ? "?" : trace[0].toString());
        for (StackTraceElement element : trace) {
            if (element.getClassName().startsWith("org.coverfiji") && !element.toString().contains(".hostile.")) {
                return place.append(" from ").append(element).toString();
            }
        }
        return place.toString();
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
