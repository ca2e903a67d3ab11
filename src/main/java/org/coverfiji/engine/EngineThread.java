package org.coverfiji.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.coverfiji.BackgroundThreads;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.TaskNetwork;

/**
 * The one thread on which the engine and all its networks work, whoever calls them. ND4J is to be called by one thread
 * at a time, keeps its workspaces and OpenMP its threads for each that calls, and a caller's thread may be stopped in
 * the middle. Calls are served in the order in which they come: training and inference, or two inferences, take turns
 * at the borders of steps and windows.
 */
final class EngineThread {

    private final ExecutorService executor = Executors.newFixedThreadPool(1, this::newThread);
    private volatile Thread thread;

    private Thread newThread(Runnable work) {
        thread = new BackgroundThreads("COVER engine").newThread(work);
        return thread;
    }

    /**
     * Does a piece of work on the engine's thread and waits for it to end, an interrupt notwithstanding: the caller may
     * release what the work uses. The caller is marked as interrupted afterwards.
     *
     * @throws Exception the work's own
     */
    <T> T call(Callable<T> work) throws Exception {
        if (Thread.currentThread() == thread) {
            return work.call();
        }
        Future<T> result = executor.submit(work);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (Exception) e.getCause();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * The same object for any thread: all its methods run on the engine's, and so do those of the networks it makes.
     */
    <T> T served(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> wrapped(call(() -> invoke(target, method, arguments)))));
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Exception {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw (Exception) e.getCause();
        }
    }

    private Object wrapped(Object result) {
        if (result instanceof PretrainingNetwork) {
            return served(PretrainingNetwork.class, (PretrainingNetwork) result);
        }
        if (result instanceof TaskNetwork) {
            return served(TaskNetwork.class, (TaskNetwork) result);
        }
        return result instanceof FeatureNetwork ? served(FeatureNetwork.class, (FeatureNetwork) result) : result;
    }
}
