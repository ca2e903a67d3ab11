package org.coverfiji.engine;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.coverfiji.CoverException;

/**
 * Libraries that the suite uses in every host without showing them to it: in plain ImageJ, in Fiji, in the application
 * and in tests they come from one folder through one class loader, so that neither Fiji's versions nor its registries
 * (such as ImageIO's list of readers) meet them. The folder is {@code lib/tools} beside the plugin's jar, or
 * {@code ../lib/cover/tools}.
 *
 * <p>The loader sees the JDK, the folder's jars, and the suite's classes of the host; it defines the package
 * {@code org.coverfiji.tools} itself, for classes that are compiled against the jars.
 */
public final class ToolLibraries {

    private static final String SUITE = "org.coverfiji.";
    private static final String OWN = "org.coverfiji.tools.";

    private static ClassLoader loader;

    private ToolLibraries() {
    }

    /**
     * A new object of a class in the libraries.
     *
     * @param type what the host knows it as: of the JDK, or the suite's
     * @param className with a public constructor for the arguments
     * @param arguments of exactly the constructor's types
     * @throws CoverException if the libraries are not installed
     */
    public static <T> T create(Class<T> type, String className, Object... arguments) {
        try {
            Class<?>[] types = Stream.of(arguments).map(Object::getClass).toArray(Class<?>[]::new);
            return type.cast(Class.forName(className, true, loader()).getConstructor(types).newInstance(arguments));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new CoverException("The library with " + className + " does not start (" + e + "); install COVER"
                    + " again.", e);
        }
    }

    private static synchronized ClassLoader loader() {
        if (loader == null) {
            File base = EngineFolder.baseFolder(EngineFolder.ownLocation());
            loader = isolated(folder(base), EngineFolder.ownLocation());
        }
        return loader;
    }

    /** @throws CoverException if neither place has jars */
    static File folder(File base) {
        File beside = new File(base, "lib/tools");
        File inLib = new File(base.getAbsoluteFile().getParentFile(), "lib/cover/tools");
        return Stream.of(beside, inLib).filter(folder -> !EngineFolder.jars(folder).isEmpty()).findFirst()
                .orElseThrow(() -> new CoverException("COVER's libraries are not installed; unzip a COVER release over"
                        + " the ImageJ folder, so that " + inLib + " holds them."));
    }

    private static ClassLoader isolated(File folder, File own) {
        List<URL> urls = new ArrayList<>();
        try {
            urls.add(own.toURI().toURL());
            for (File jar : EngineFolder.jars(folder)) {
                urls.add(jar.toURI().toURL());
            }
        } catch (MalformedURLException e) {
            throw new CoverException("The folder " + folder + " has a name that Java cannot use.", e);
        }
        return new IsolatedClassLoader("COVER tools", urls.toArray(new URL[0]), ToolLibraries.class.getClassLoader(),
                name -> name.startsWith(SUITE) && !name.startsWith(OWN));
    }
}
