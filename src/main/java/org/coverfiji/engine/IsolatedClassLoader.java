package org.coverfiji.engine;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Predicate;

/**
 * Sees the JDK and its own jars, and of the host only the classes that are shared with it. Resources and service
 * lists never come from the host.
 */
public final class IsolatedClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host;
    private final Predicate<String> shared;

    /**
     * @param name for stack traces
     * @param urls own jars and folders of classes
     * @param host defines the shared classes
     * @param shared tells by a class's full name whether it is shared
     */
    public IsolatedClassLoader(String name, URL[] urls, ClassLoader host, Predicate<String> shared) {
        super(name, urls, ClassLoader.getPlatformClassLoader());
        this.host = host;
        this.shared = shared;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return shared.test(name) ? host.loadClass(name) : super.loadClass(name, resolve);
    }
}
