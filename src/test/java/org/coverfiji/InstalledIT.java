package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;

/** The release in a folder like Fiji's, whose class path holds other versions of what the engine brings. */
public class InstalledIT {

    @ClassRule
    public static final ReleaseFolder FIJI = new ReleaseFolder();

    @ClassRule
    public static final ReleaseFolder WITHOUT_ENGINE = new ReleaseFolder(name -> !name.startsWith("lib/cover/cpu/"));

    private static final File FIJI_JARS = new File(System.getProperty("cover.fiji.jars"));
    private static final File DATA = new File(System.getProperty("cover.basedir"), "sample-data");

    private File out;
    private File macros;

    @Before
    public void makeFolders() throws IOException {
        out = new File(FIJI.folder().getParentFile(), "my results");
        macros = new File(FIJI.folder().getParentFile(), "macros");
        for (File folder : Arrays.asList(out, macros)) {
            Files.createDirectories(folder.toPath());
        }
    }

    @Test
    public void releaseTouchesTwoPlacesOnly() throws IOException {
        List<String> names = filesOfRelease();
        for (String name : names) {
            assertTrue(name, name.matches("plugins/COVER_-[^/]*\\.jar|lib/cover/.*"));
            assertFalse(name + " could end ImageJ", name.matches(".*-avx(2|512)\\.jar"));
        }
        for (String needed : Arrays.asList("lib/cover/cpu/nd4j-native-.*-onednn\\.jar|.*arm64\\.jar",
                "lib/cover/cpu/javacpp-[\\d.]*\\.jar", "lib/cover/host/scijava-common-.*",
                "lib/cover/tools/imageio-tiff-.*")) {
            assertTrue(needed, names.stream().anyMatch(name -> name.matches(needed)));
        }
        assertTrue("ImageJ itself is the host's", names.stream().noneMatch(name -> name.matches(".*/ij-.*")));
        assertEquals("no file twice", new HashSet<>(names).size(), names.size());
    }

    /** The build installed the release over an older one, as {@code mvn -Dscijava.app.directory=… install} does. */
    @Test
    public void installingReplacesTheOlderVersionAndTouchesNothingElse() throws IOException {
        Set<String> expected = new TreeSet<>(Arrays.asList("jars/nd4j-api.jar", "lib/other/native",
                "plugins/COVERAGE_-1.jar"));
        expected.addAll(filesOfRelease());
        Path fiji = Paths.get(System.getProperty("cover.fiji.app"));
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(fiji)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> found.add(fiji.relativize(file).toString().replace(File.separatorChar, '/')));
        }
        assertEquals(expected, found);
        assertEquals("Fiji's", Files.readString(fiji.resolve("jars/nd4j-api.jar")));
    }

    private static List<String> filesOfRelease() throws IOException {
        try (ZipFile zip = new ZipFile(System.getProperty("cover.release"))) {
            return Collections.list(zip.entries()).stream().filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName).collect(Collectors.toList());
        }
    }

    @Test
    public void everyCommandWorksAndTheHostStaysAsItWas() throws Exception {
        Launched run = host(FIJI);
        assertEquals(run.toString(), 0, run.status());
        for (Scenario scenario : Scenario.all(DATA, out)) {
            assertTrue(run.toString(), run.output().contains("RAN " + scenario.command() + " well"));
        }
        assertTrue(run.toString(), run.output().contains("SAME CONTEXT LOADER true"));
        assertEquals(run.toString(), Arrays.asList("CHANGED cover.engine.loaded=cpu"), run.output().stream()
                .filter(line -> line.startsWith("CHANGED") || line.startsWith("REMOVED")).collect(Collectors.toList()));
        assertEquals(Arrays.asList("HOST javacpp-1.5.10.jar", "HOST commons-io-2.20.0.jar",
                "HOST commons-lang3-3.18.0.jar", "HOST commons-math3-3.6.1.jar", "HOST commons-compress-1.28.0.jar",
                "HOST commons-collections4-4.5.0.jar", "HOST guava-33.4.8-jre.jar", "HOST gson-2.10.1.jar",
                "HOST jna-5.14.0.jar", "HOST jna-platform-5.14.0.jar", "HOST slf4j-api-2.0.17.jar"),
                run.output().stream().filter(line -> line.startsWith("HOST ")).collect(Collectors.toList()));
        assertTrue(run.toString(), run.output().contains("LOGGERS SimpleLoggerFactory"));
        assertTrue(run.toString(), run.output().contains("CUDA device=cuda cannot be used because the engine already "
                + "runs on cpu; restart ImageJ to change the device."));

        replayHeadlessInPlainImageJ();
    }

    /** The macros that Fiji's recorder would have made, with every parameter in them. */
    private void replayHeadlessInPlainImageJ() throws Exception {
        File first = Files.createDirectory(new File(macros, "by SciJava").toPath()).toFile();
        Results.keep(out, first);
        Launched replay = Launched.java(FIJI.folder(), PlainImageJ.headless(FIJI, Results.macros(macros)));
        assertEquals(replay.toString(), 0, replay.status());
        Results.assertSame(first, out);
    }

    @Test
    public void missingEngineSaysHowToInstall() throws Exception {
        Launched run = host(WITHOUT_ENGINE);
        File fiji = WITHOUT_ENGINE.folder();
        assertTrue(run.toString(), run.output().contains("RAN PretrainCommand The cpu engine is not installed; unzip a "
                + "COVER release over the folder " + fiji + ", so that " + new File(fiji, "lib/cover/cpu")
                + " holds the engine's jars."));
    }

    private Launched host(ReleaseFolder fiji) throws Exception {
        List<File> classPath = new ArrayList<>();
        classPath.addAll(Arrays.asList(FIJI_JARS.listFiles()));
        // SciJava, ImgLib2, ImageJ and their patcher.
        classPath.addAll(Arrays.asList(new File(System.getProperty("cover.app"), "lib").listFiles()));
        classPath.add(fiji.plugin());
        classPath.add(PlainImageJ.TEST_CLASSES);
        return Launched.java(fiji.folder(), "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp",
                PlainImageJ.classPath(classPath), FijiHost.class.getName(), DATA.getPath(), out.getPath(),
                macros.getPath());
    }
}
