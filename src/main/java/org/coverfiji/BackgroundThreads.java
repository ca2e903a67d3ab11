package org.coverfiji;

import java.util.concurrent.ThreadFactory;

/**
 * Daemon threads that work for others. They stand outside the thread group of whoever happens to need them first:
 * Fiji's script editor ends a script by interrupting, and at last stopping, every thread of the script's group, and
 * the work of other callers must not end with it.
 */
public final class BackgroundThreads implements ThreadFactory {

    private final String name;

    public BackgroundThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable work) {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread thread = new Thread(group, work, name);
        thread.setDaemon(true);
        thread.setPriority(Thread.NORM_PRIORITY);
        return thread;
    }
}
