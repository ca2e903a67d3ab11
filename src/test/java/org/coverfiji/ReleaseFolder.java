package org.coverfiji;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** An ImageJ or Fiji folder, in a path with blanks, over which the release was unzipped. */
final class ReleaseFolder extends ExternalResource {

    private static final File RELEASE = new File(System.getProperty("cover.release"));
    private static final File APP = new File(System.getProperty("cover.app"));

    private final TemporaryFolder temporary = new TemporaryFolder();
    private final Predicate<String> wanted;
    private File folder;

    /** The whole release. */
    ReleaseFolder() {
        this(name -> true);
    }

    /** @param wanted which of the release's files are unzipped, by their paths with slashes */
    ReleaseFolder(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    @Override
    protected void before() throws IOException {
        temporary.create();
        folder = temporary.newFolder("my ImageJ");
        try (ZipFile zip = new ZipFile(RELEASE)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (!entry.isDirectory() && wanted.test(entry.getName())) {
                    Path target = folder.toPath().resolve(entry.getName());
                    Files.createDirectories(target.getParent());
                    try (InputStream stream = zip.getInputStream(entry)) {
                        Files.copy(stream, target);
                    }
                }
            }
        }
    }

    @Override
    protected void after() {
        temporary.delete();
    }

    File folder() {
        return folder;
    }

    /** A new folder beside it. */
    File newFolder(String name) throws IOException {
        return temporary.newFolder(name);
    }

    /** The plugin's jar, where ImageJ and Fiji look for it. */
    File plugin() {
        return only(new File(folder, "plugins"), "COVER_-.*\\.jar");
    }

    /** A library of the host, such as ImageJ itself, from outside the release. */
    static File library(String pattern) {
        return only(new File(APP, "lib"), pattern);
    }

    private static File only(File folder, String pattern) {
        File[] found = folder.listFiles((parent, name) -> name.matches(pattern));
        if (found == null || found.length != 1) {
            throw new AssertionError(folder + " must hold one file " + pattern);
        }
        return found[0];
    }
}
