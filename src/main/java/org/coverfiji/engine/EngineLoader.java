package org.coverfiji.engine;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Engine;

/**
 * Loads the numeric engine into a class loader of its own, so that ND4J's jars neither meet nor depend on what
 * ImageJ's or Fiji's class path holds. A process has one engine, because native libraries belong to the first class
 * loader that loads them.
 */
public final class EngineLoader {

    private static final String SUITE = "org.coverfiji.";
    private static final String IMPLEMENTATION_PACKAGE = "org.coverfiji.engine.impl.";
    private static final String IMPLEMENTATION = IMPLEMENTATION_PACKAGE + "NativeEngine";

    /** Process-wide, so that it outlives a reload of ImageJ's plugins, which starts this class anew. */
    private static final String LOADED_PROPERTY = "cover.engine.loaded";

    private static Engine engine;
    private static String notice = "";
    private static String card;

    private EngineLoader() {
    }

    /**
     * The engine for a device; the first call loads it, later calls return the same one.
     *
     * @param device {@code auto} (a usable NVIDIA card, else the processor), {@code cpu} or {@code cuda}
     * @throws CoverException if the device is unknown, its engine is not installed or does not start, or another one
     *     is already loaded
     */
    public static synchronized Engine load(String device) {
        EngineFolder.checkDevice(device);
        if (engine != null && (device.equals("auto") || device.equals(engine.device()))) {
            return engine;
        }
        String loaded = System.getProperty(LOADED_PROPERTY);
        if (loaded != null) {
            throw new CoverException(engine != null
                    ? "device=" + device + " cannot be used because the engine already runs on " + loaded
                            + "; restart ImageJ to change the device."
                    : "The engine was loaded before ImageJ reloaded its plugins; restart ImageJ to use it again.");
        }
        EngineFolder folder = EngineFolder.find(device);
        notice = folder.notice();
        OpenMpThreads.waitWithoutSpinning();
        EngineThread thread = new EngineThread();
        engine = new ChosenEngine(thread.served(Engine.class, start(folder, thread)), folder.reason());
        return engine;
    }

    /**
     * Makes sure that settings are carried out on the device that they name, not silently on that of an engine at hand.
     *
     * @param device as {@link #load} takes it
     * @throws CoverException if the engine runs on another device
     */
    public static void requireDevice(Engine given, String device) {
        if (!device.equals("auto") && !device.equals(given.device())) {
            throw new CoverException("device is " + device + ", but the given engine runs on " + given.device()
                    + "; load the engine for that device, or say device=auto to take the engine as it is.");
        }
    }

    /** Why {@code auto} passed over an installed CUDA engine, in one sentence for the user; empty if it did not. */
    public static synchronized String notice() {
        return notice;
    }

    /** What is known of an NVIDIA card, as a clause; asks its driver once in a process. */
    public static synchronized String graphicsCard() {
        if (card == null) {
            card = CudaProbe.card().reason();
        }
        return card;
    }

    private static Engine start(EngineFolder folder, EngineThread thread) {
        Map<String, String> callersProperties = JavaCppProperties.set();
        ClassLoader loader = isolated(classPath(folder.folder()));
        System.setProperty(LOADED_PROPERTY, folder.device());
        try {
            return thread.call(() -> {
                // ND4J remembers the context class loader that it sees first, and finds its backend through it.
                Thread.currentThread().setContextClassLoader(loader);
                return (Engine) Class.forName(IMPLEMENTATION, true, loader).getConstructor(String.class)
                        .newInstance(folder.device());
            });
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof CoverException) {
                throw (CoverException) e.getCause();
            }
            throw cannotStart(folder, e.getCause());
        } catch (Exception | LinkageError e) {
            throw cannotStart(folder, e);
        } finally {
            JavaCppProperties.restore(callersProperties);
        }
    }

    /** Shares this suite's classes with the host, except the implementation, which links against the engine's jars. */
    static ClassLoader isolated(URL... classPath) {
        return new IsolatedClassLoader("COVER engine", classPath, EngineLoader.class.getClassLoader(),
                name -> name.startsWith(SUITE) && !name.startsWith(IMPLEMENTATION_PACKAGE));
    }

    private static CoverException cannotStart(EngineFolder folder, Throwable cause) {
        return new CoverException("The engine in " + folder.folder() + " does not start (" + cause
                + "); install the COVER release that was made for this operating system and processor.", cause);
    }

    private static URL[] classPath(File folder) {
        List<URL> urls = new ArrayList<>();
        try {
            urls.add(EngineFolder.ownLocation().toURI().toURL());
            for (File jar : EngineFolder.jars(folder)) {
                urls.add(jar.toURI().toURL());
            }
        } catch (MalformedURLException e) {
            throw new CoverException("The engine folder " + folder + " has a name that Java cannot use.", e);
        }
        return urls.toArray(new URL[0]);
    }
}
