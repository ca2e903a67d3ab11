package org.coverfiji.engine;

import java.net.URL;
import java.net.URLClassLoader;

/**
 * Sees the JDK and its own jars, and of the host nothing but this suite's classes: those are shared, except the
 * engine's implementation, which is defined here so that it links against the engine's jars. Resources and service
 * lists never come from the host either.
 */
final class IsolatedClassLoader extends URLClassLoader {

    private static final String SHARED = "org.coverfiji.";
    private static final String IMPLEMENTATION = "org.coverfiji.engine.impl.";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader host = IsolatedClassLoader.class.getClassLoader();

    IsolatedClassLoader(URL... urls) {
        super("COVER engine", urls, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith(SHARED) && !name.startsWith(IMPLEMENTATION)) {
            return host.loadClass(name);
        }
        return super.loadClass(name, resolve);
    }
}
