package org.coverfiji.app.samples;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.coverfiji.CoverException;
import org.coverfiji.app.files.FileNames;
import org.coverfiji.file.AtomicFile;

/**
 * The sample images and macros that come with the jar, unpacked into a folder with the layout of the project:
 * {@code sample-data} and {@code macros}. Files that are there already are left as they are.
 */
public final class SampleFiles {

    private static final String ROOT = "samples/";
    /** Is in the jar whatever else is. */
    private static final String KNOWN = ROOT + "sample-data/README.md";

    private final File folder;
    private final ClassLoader jar;

    /** @param folder to which the files go; it is made if need be */
    public SampleFiles(File folder) {
        this(folder, SampleFiles.class.getClassLoader());
    }

    SampleFiles(File folder, ClassLoader jar) {
        this.folder = folder;
        this.jar = jar;
    }

    /** Where the files go if nobody says so: a folder in the user's home folder. */
    public static File usualFolder() {
        return new File(System.getProperty("user.home"), "COVER-samples");
    }

    /**
     * Writes the files that are not there yet.
     *
     * @param log takes a line about what was written and what was left
     * @throws CoverException if the folder cannot be written
     */
    public void unpack(Consumer<String> log) {
        FileNames.makeFolder("folder", folder);
        int written = 0;
        int changed = 0;
        for (String name : names()) {
            byte[] content = content(name);
            File file = new File(folder, name);
            if (!file.exists()) {
                FileNames.makeFolder("folder", file.getParentFile());
                AtomicFile.write(file, out -> out.write(content));
                written++;
            } else if (!isContent(file, content)) {
                changed++;
            }
        }
        log.accept("The sample data are in " + folder + "; " + count(written, "was written", "were written")
                + (changed == 0 ? "." : ", " + count(changed, "that differs was left as it is.",
                        "that differ were left as they are.")));
    }

    private static String count(int files, String one, String several) {
        return files + (files == 1 ? " file " + one : " files " + several);
    }

    /**
     * One of the files.
     *
     * @param name below the folder, with slashes
     */
    public File file(String name) {
        return new File(folder, name);
    }

    private byte[] content(String name) {
        try (InputStream in = jar.getResourceAsStream(ROOT + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private static boolean isContent(File file, byte[] content) {
        try {
            return file.isFile() && Arrays.equals(Files.readAllBytes(file.toPath()), content);
        } catch (IOException e) {
            // It is there, whatever it is.
            return false;
        }
    }

    /** Of all files, sorted: from the jar, or from the folder of classes where there is no jar. */
    private List<String> names() {
        URL known = jar.getResource(KNOWN);
        if (known == null) {
            throw damaged(null);
        }
        try {
            return known.getProtocol().equals("jar") ? inJar((JarURLConnection) known.openConnection())
                    : inFolder(known);
        } catch (IOException | URISyntaxException e) {
            throw damaged(e);
        }
    }

    private static List<String> inJar(JarURLConnection connection) throws IOException {
        return connection.getJarFile().stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName)
                .filter(name -> name.startsWith(ROOT)).map(name -> name.substring(ROOT.length())).sorted()
                .collect(Collectors.toList());
    }

    private static List<String> inFolder(URL known) throws IOException, URISyntaxException {
        Path root = Path.of(known.toURI()).getParent().getParent();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted().collect(Collectors.toList());
        }
    }

    private static CoverException damaged(Exception cause) {
        return new CoverException("The jar of COVER lacks its sample data; install COVER again.", cause);
    }
}
