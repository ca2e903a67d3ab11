package org.coverfiji.legacy;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * ImageJ's classes as ij1-patcher leaves them for running without a display. The build writes them beside the
 * application, because patching takes seconds at every start; {@link HeadlessHost} patches where they are missing.
 */
public final class PatchedImageJ {

    private static final String LOADER = "COVER headless";

    private PatchedImageJ() {
    }

    /** Whether the classes of ImageJ that this program sees are the patched ones. */
    static boolean isHere() {
        return LOADER.equals(PatchedImageJ.class.getClassLoader().getName());
    }

    /**
     * Runs a program anew, with patched classes in the place of ImageJ's own.
     *
     * @return false if there are none for this version of Java, or the program has them already
     */
    public static boolean run(Class<?> program, String[] arguments) {
        if (isHere()) {
            return false;
        }
        try {
            File jar = new File(program.getProtectionDomain().getCodeSource().getLocation().toURI());
            // Which methods of AWT's are stubbed depends on the version.
            File patched = new File(jar.getParentFile(), "headless/java-"
                    + System.getProperty("java.specification.version") + ".jar");
            if (!patched.isFile()) {
                return false;
            }
            // The first comes first; the second's manifest names all others.
            URL[] classPath = {patched.toURI().toURL(), jar.toURI().toURL()};
            ClassLoader loader = new URLClassLoader(LOADER, classPath, ClassLoader.getPlatformClassLoader());
            Thread.currentThread().setContextClassLoader(loader);
            Class.forName(program.getName(), true, loader).getMethod("main", String[].class)
                    .invoke(null, (Object) arguments);
            return true;
        } catch (MalformedURLException | URISyntaxException e) {
            // A folder's name that cannot be written as a URL: all works as well, only slower.
            return false;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error) {
                throw (Error) e.getCause();
            }
            throw new IllegalStateException("The program ended with an error.", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The application's jar is incomplete.", e);
        }
    }
}
