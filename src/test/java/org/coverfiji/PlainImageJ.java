package org.coverfiji;

import java.io.File;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines that start ImageJ 1.x, over which the release was unzipped. */
final class PlainImageJ {

    static final File TEST_CLASSES = testClasses();

    private PlainImageJ() {
    }

    /** ImageJ's own start. */
    static String[] itself(ReleaseFolder imageJ, String... arguments) {
        return command(Arrays.asList("-cp", ReleaseFolder.library("ij-1.*\\.jar").getPath(), "ij.ImageJ", "-ijpath",
                imageJ.folder().getPath()), arguments);
    }

    /** {@link WindowImageJ}. */
    static String[] window(String verb, ReleaseFolder imageJ, String... arguments) {
        return command(Arrays.asList("-cp", classPath(Arrays.asList(ReleaseFolder.library("ij-1.*\\.jar"),
                TEST_CLASSES)), WindowImageJ.class.getName(), verb, imageJ.folder().getPath()), arguments);
    }

    /** {@link HeadlessImageJ}. */
    static String[] headless(ReleaseFolder imageJ, List<String> macros) {
        List<String> arguments = new ArrayList<>();
        macros.forEach(macro -> arguments.addAll(Arrays.asList(macro, "")));
        return headless(imageJ, arguments.toArray(new String[0]));
    }

    /** @param arguments each macro's file and argument */
    static String[] headless(ReleaseFolder imageJ, String... arguments) {
        return command(Arrays.asList("--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp",
                classPath(Arrays.asList(ReleaseFolder.library("ij-1.*\\.jar"),
                        ReleaseFolder.library("ij1-patcher-.*\\.jar"), ReleaseFolder.library("javassist-.*\\.jar"),
                        imageJ.plugin(), TEST_CLASSES)),
                HeadlessImageJ.class.getName(), imageJ.folder().getPath()), arguments);
    }

    static String classPath(List<File> files) {
        return files.stream().map(File::getPath).collect(Collectors.joining(File.pathSeparator));
    }

    private static String[] command(List<String> start, String... arguments) {
        List<String> all = new ArrayList<>(start);
        all.addAll(Arrays.asList(arguments));
        return all.toArray(new String[0]);
    }

    private static File testClasses() {
        try {
            return new File(PlainImageJ.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
