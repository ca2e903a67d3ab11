package org.coverfiji.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.TaskNetwork;

/** An engine one of whose calls, or of its networks', finds no memory. */
public final class ShortEngine {

    /** Which allocate nothing. */
    private static final Set<String> SAFE = Set.of("close", "device", "report", "nativeBytes", "takesParts",
            "lastStepTimes");

    private final Engine engine;
    private final int failing;
    private int calls;
    private int open;

    /** @param failing the number of the call that fails, from 0 */
    public ShortEngine(Engine engine, int failing) {
        this.engine = engine;
        this.failing = failing;
    }

    public Engine engine() {
        return served(Engine.class, engine);
    }

    /** So far. */
    public int calls() {
        return calls;
    }

    /** Networks that were made and not closed yet. */
    public int open() {
        return open;
    }

    private <T> T served(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    if (!SAFE.contains(method.getName()) && calls++ == failing) {
                        throw new OutOfMemoryError("injected into " + method.getName());
                    }
                    open -= method.getName().equals("close") ? 1 : 0;
                    try {
                        return wrapped(method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private Object wrapped(Object result) {
        for (Class<?> type : new Class<?>[] {PretrainingNetwork.class, TaskNetwork.class, FeatureNetwork.class}) {
            if (type.isInstance(result)) {
                open++;
                return served(type, result);
            }
        }
        return result;
    }
}
