package org.coverfiji.legacy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import org.coverfiji.CoverException;
import org.coverfiji.engine.IsolatedClassLoader;

/**
 * The libraries that the commands need of their host. Where ImageJ's class path lacks them, they come from the folder
 * {@code lib} beside the jar, through a class loader of their own.
 */
final class HostLibraries {

    private static final String PLUGIN_HOST = "org.coverfiji.legacy.PlugInHost";

    private static final List<String> NEEDED = Arrays.asList("org.scijava.Context", "com.google.gson.Gson",
            "net.imglib2.img.Img");

    private static BiConsumer<String, String> commands;

    private HostLibraries() {
    }

    /** Runs a command by name, with a macro's options or, if they are null, with a dialog. */
    @SuppressWarnings("unchecked")
    static synchronized BiConsumer<String, String> commands() {
        if (commands == null) {
            try {
                commands = (BiConsumer<String, String>) Class.forName(PLUGIN_HOST, true, loader()).getConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new CoverException("COVER's commands cannot be started; install COVER again.", e);
            }
        }
        return commands;
    }

    private static ClassLoader loader() {
        ClassLoader own = HostLibraries.class.getClassLoader();
        if (NEEDED.stream().allMatch(name -> visible(name, own))) {
            return own;
        }
        return new IsolatedClassLoader("COVER", classPath(), own, name -> name.startsWith("ij."));
    }

    private static boolean visible(String className, ClassLoader loader) {
        try {
            Class.forName(className, false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static URL[] classPath() {
        try {
            URL own = HostLibraries.class.getProtectionDomain().getCodeSource().getLocation();
            File folder = new File(own.toURI()).getAbsoluteFile().getParentFile();
            List<URL> urls = new ArrayList<>(Arrays.asList(own));
            for (File jar : jars(new File(folder, "lib"), new File(folder.getParentFile(), "lib/cover/host"))) {
                urls.add(jar.toURI().toURL());
            }
            return urls.toArray(new URL[0]);
        } catch (URISyntaxException | MalformedURLException e) {
            throw new CoverException("The folder of the COVER jar has a name that Java cannot use.", e);
        }
    }

    private static List<File> jars(File... folders) {
        for (File folder : folders) {
            File[] jars = folder.listFiles((parent, name) -> name.endsWith(".jar"));
            if (jars != null && jars.length > 0) {
                return Arrays.asList(jars);
            }
        }
        throw new CoverException("COVER's libraries are not installed; unzip a COVER release over the ImageJ"
                + " folder, so "
                + "that " + folders[folders.length - 1] + " holds them.");
    }
}
