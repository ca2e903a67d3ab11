package org.coverfiji.app.samples;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.image.Expect;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class SampleFilesTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();

    private static List<String> below(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith("results")).sorted().collect(Collectors.toList());
        }
    }

    @Test
    public void allSamplesAndMacrosAreThere() throws IOException {
        Path target = folder.getRoot().toPath().resolve("my samples");
        new SampleFiles(target.toFile()).unpack(log::add);
        assertEquals(below(Path.of("sample-data")), below(target.resolve("sample-data")));
        assertEquals(below(Path.of("macros")), below(target.resolve("macros")));
        for (String file : List.of("sample-data/chest/unlabelled/chest-03.tif", "macros/Quickstart.ijm")) {
            assertArrayEquals(file, Files.readAllBytes(Path.of(file)), Files.readAllBytes(target.resolve(file)));
        }
    }

    @Test
    public void nothingIsReplaced() throws IOException {
        SampleFiles samples = new SampleFiles(folder.getRoot());
        samples.unpack(log::add);
        Path macro = samples.file("macros/Quickstart.ijm").toPath();
        Files.writeString(macro, "mine");
        Files.delete(samples.file("sample-data/README.md").toPath());
        samples.unpack(log::add);
        assertEquals("mine", Files.readString(macro));
        assertTrue(samples.file("sample-data/README.md").isFile());
        assertEquals("The sample data are in " + folder.getRoot() + "; 1 file was written, 1 file that differs was left"
                + " as it is.", log.get(1));
    }

    @Test
    public void aJarIsReadToo() throws IOException {
        File jar = folder.newFile("suite.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar.toPath()))) {
            put(out, "samples/sample-data/README.md");
            put(out, "samples/macros/a.ijm");
            put(out, "others/b.txt");
        }
        File target = folder.newFolder();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toURI().toURL()}, null)) {
            new SampleFiles(target, loader).unpack(log::add);
        }
        assertEquals(List.of("macros/a.ijm", "sample-data/README.md"), below(target.toPath()));
    }

    private static void put(JarOutputStream out, String name) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(name.getBytes());
    }

    @Test
    public void aJarWithoutSamplesSaysSo() throws IOException {
        try (URLClassLoader loader = new URLClassLoader(new URL[0], null)) {
            Expect.failure(() -> new SampleFiles(folder.getRoot(), loader).unpack(log::add), "install COVER again");
        }
    }
}
