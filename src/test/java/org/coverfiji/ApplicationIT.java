package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The assembled application, started as a user starts it, from a folder that has nothing to do with it. */
public class ApplicationIT {

    private static final File JAR = new File(System.getProperty("cover.jar"));
    private static final File BASE = new File(System.getProperty("cover.basedir"));

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @Test
    public void jarHoldsWhatItsHostsLookFor() throws IOException {
        try (JarFile jar = new JarFile(JAR)) {
            assertNotNull("SciJava's index", jar.getEntry("META-INF/json/org.scijava.plugin.Plugin"));
            assertNotNull("ImageJ's list of commands", jar.getEntry("plugins.config"));
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertEquals("org.coverfiji.launch.Main", manifest.getValue("Main-Class"));
            assertTrue(manifest.getValue("Add-Opens").contains("java.base/java.lang"));
            for (String library : manifest.getValue("Class-Path").split(" ")) {
                assertTrue(library, new File(JAR.getParentFile(), library).isFile());
            }
        }
    }

    @Test
    public void hostLibrariesHoldNoEngine() {
        for (String name : new File(JAR.getParentFile(), "lib").list()) {
            assertTrue(name, !name.startsWith("nd4j") && !name.startsWith("deeplearning4j")
                    && !name.startsWith("javacpp"));
        }
    }

    @Test
    public void versionAndHelp() throws Exception {
        Launched version = run("--version");
        assertEquals(version.toString(), 0, version.status());
        assertTrue(version.toString(), version.output().get(0).matches("COVER for Fiji \\d.*"));

        Launched help = run("--help");
        assertEquals(help.toString(), 0, help.status());
        assertTrue(help.toString(), help.output().contains("COVER Pretrain..."));
    }

    @Test
    public void missingModelFileIsOneSentence() throws Exception {
        for (String command : new String[] {"COVER Model Info...", "COVER Model Info", "ModelInfoCommand"}) {
            assertFails(run("--headless", "--run", command, "model=\"/no/such.cover\""),
                    "The model file " + new File("/no/such.cover") + " does not exist");
        }
    }

    @Test
    public void citationIsPrintedAsTextAndForBibtex() throws Exception {
        for (Launched run : Arrays.asList(run("--headless", "--run", "COVER Citation..."),
                runMacro("run('COVER Citation...');", ""))) {
            assertEquals(run.toString(), 0, run.status());
            assertTrue(run.toString(),
                    run.output().stream().anyMatch(line -> line.startsWith("Yuting He and Shuo Li. ")));
            assertTrue(run.toString(), run.output().contains("@inproceedings{he2025cover,"));
            assertTrue(run.toString(), run.output().stream().anyMatch(line -> line.startsWith("SimCLR: Chen et al.")));
        }
    }

    @Test
    public void wrongArgumentsAreOneSentence() throws Exception {
        assertFails(run("--headless", "--run", "COVER Nonsense"), "There is no command COVER Nonsense; ");
        assertFails(run("--headless", "--run"), "--run needs a command's label after it.");
        assertFails(run("--headless", "--walk"), "The argument --walk is unknown; ");
        assertFails(run("--headless"), "--headless needs --run or -macro; ");
        assertFails(run("--headless", "-macro", "no.ijm"), "The macro file no.ijm does not exist.");
        assertFails(run("--headless", "--run", "COVER Pretrain", "output=a.cover,device=gpu"),
                "device=gpu is unknown; it must be auto, cpu or cuda.");
        assertFails(run("--headless", "--run", "COVER Pretrain", "input=\"x\""), "output is missing; ");
    }

    /** From the first start on, with natives that have to be unpacked: nothing asks for a network. */
    @Test
    public void worksWithoutANetwork() throws Exception {
        assumeTrue("no process can be kept from the network here (unshare)", Launched.canDoWithoutNetwork());
        String images = BASE + "/sample-data/chest/unlabelled";
        String model = new File(temporary.getRoot(), "m.cover").getPath();
        String[][] commands = {{"COVER Environment...", ""},
            {"COVER Pretrain...", "input=\"" + images + "\",output=\"" + model
                    + "\",patch=32,width=8,batch=2,iterations=2,resize=64"},
            {"COVER Extract Embeddings...", "input=\"" + images + "\",name_filter=\"chest-01*\",model=\"" + model
                    + "\",output_folder=\"" + temporary.getRoot() + "/embedded\",features=2"}};
        for (String[] command : commands) {
            Launched run = Launched.javaWithoutNetwork(temporary.getRoot(), "-jar", JAR.getPath(), "--headless",
                    "--run", command[0], command[1]);
            assertEquals(command[0] + " " + run, 0, run.status());
            assertTrue(run.toString(), !command[0].contains("Environment") || run.output().stream()
                    .anyMatch(line -> line.startsWith("Probe: a convolution gives the right numbers")));
        }
        assertTrue(new File(model).isFile());
        assertTrue(new File(temporary.getRoot(), "embedded").list().length > 0);
    }

    @Test
    public void macroRunsHeadless() throws Exception {
        Launched macro = runMacro("newImage('a b', '8-bit ramp', 32, 32, 1); selectImage('a b');\n"
                + "print(getArgument() + ' ' + getTitle());", "hello");
        assertEquals(macro.toString(), 0, macro.status());
        assertTrue(macro.toString(), macro.output().contains("hello a b"));
    }

    /** Patching at every start would take longer than all the rest of it. */
    @Test
    public void imageJIsPatchedBeforehandForRunningHeadless() throws Exception {
        File macro = new File(temporary.getRoot(), "test.ijm");
        Files.write(macro.toPath(), "print('ran');".getBytes(StandardCharsets.UTF_8));
        Launched run = Launched.java(temporary.getRoot(), "-Xlog:class+load", "-jar", JAR.getPath(), "--headless",
                "-macro", macro.getPath());
        assertEquals(run.toString(), 0, run.status());
        assertTrue(run.toString(), run.output().contains("ran"));
        String patched = "headless/java-" + System.getProperty("java.specification.version") + ".jar";
        assertTrue("ImageJ is not from " + patched, run.output().stream()
                .anyMatch(line -> line.contains(" ij.IJ source: ") && line.endsWith(patched)));
        assertTrue("patched anew", run.output().stream().noneMatch(line -> line.contains(" javassist.")));
    }

    @Test
    public void failingCommandAbortsItsMacro() throws Exception {
        Launched macro = runMacro("run('COVER Model Info...', 'model=[/no/such model.cover]');\nprint('NOT ABORTED');",
                "");
        assertFails(macro, "The model file " + new File("/no/such model.cover") + " does not exist");
        assertTrue(macro.toString(), !macro.output().contains("NOT ABORTED"));
    }

    @Test
    public void outlinesWithoutAWindowOrAFolderAbortTheirMacro() throws Exception {
        Launched macro = runMacro("newImage('a', '8-bit ramp', 32, 32, 1);\nrun('COVER Segment...', 'model=[m.cover]"
                + " rois=true');\nprint('NOT ABORTED');", "");
        assertFails(macro, "rois=true needs an output_folder where there is no display");
        assertTrue(macro.toString(), !macro.output().contains("NOT ABORTED"));
    }

    @Test
    public void brokenMacrosFail() throws Exception {
        assertFails(runMacro("x = y + 1;", ""), "The macro test.ijm stopped: Undefined variable.");
        assertFails(runMacro("run('No Such Command');", ""),
                "The macro test.ijm stopped: Unrecognized command: \"No Such Command\".");
        assertFails(runMacro("print('a');\nexit('no images');", ""), "The macro test.ijm stopped in line 2.");
        Launched quiet = runMacro("print('a');\nexit();\nprint('b');", "");
        assertEquals(quiet.toString(), 0, quiet.status());
    }

    @Test
    public void pretrainsAndEmbedsInAMovedCopy() throws Exception {
        File app = moved("my apps");
        for (String large : Arrays.asList("engine", "headless")) {
            Files.createSymbolicLink(app.toPath().resolve(large), new File(JAR.getParentFile(), large).toPath());
        }
        File work = temporary.newFolder("my work");
        Files.createDirectories(work.toPath().resolve("chest/unlabelled"));
        for (String name : Arrays.asList("chest-01.png", "chest-02.png", "chest-03.tif")) {
            String image = "chest/unlabelled/" + name;
            Files.copy(new File(BASE, "sample-data/" + image).toPath(), work.toPath().resolve(image));
        }
        Launched run = Launched.java(temporary.getRoot(), "-jar", new File(app, JAR.getName()).getPath(), "--headless",
                "-macro", new File(BASE, "macros/Pretrain_and_Embed.ijm").getPath(), work + ",2");
        assertEquals(run.toString(), 0, run.status());
        for (String result : Arrays.asList("pretrained.cover", "chest-01_embedding.tif", "chest-01_embedding.npy",
                "chest-01_pca.tif", "chest-01_pca.png")) {
            assertTrue(result + " is missing\n" + run, new File(work, "results/" + result).length() > 1000);
        }
    }

    @Test
    public void missingEngineIsOneSentence() throws Exception {
        File app = moved("without engine");
        Launched run = Launched.java(temporary.getRoot(), "-jar", new File(app, JAR.getName()).getPath(), "--headless",
                "--run", "COVER Pretrain", "input=\"" + new File(BASE, "sample-data/chest/unlabelled")
                        + "\",output=m.cover");
        assertFails(run, "The cpu engine is not installed; build COVER with mvn package, so that ");
    }

    /** Jar and libraries, without the large engine and with ImageJ as it is. */
    private File moved(String name) throws IOException {
        File app = temporary.newFolder(name);
        Files.copy(JAR.toPath(), app.toPath().resolve(JAR.getName()));
        Path lib = Files.createDirectory(app.toPath().resolve("lib"));
        for (File library : new File(JAR.getParentFile(), "lib").listFiles()) {
            Files.copy(library.toPath(), lib.resolve(library.getName()));
        }
        return app;
    }

    private Launched runMacro(String text, String argument) throws Exception {
        File macro = new File(temporary.getRoot(), "test.ijm");
        Files.write(macro.toPath(), text.getBytes(StandardCharsets.UTF_8));
        return run("--headless", "-macro", macro.getPath(), argument);
    }

    private Launched run(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "-jar";
        all[1] = JAR.getPath();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Launched.java(temporary.getRoot(), all);
    }

    private static void assertFails(Launched run, String sentenceStart) {
        assertEquals(run.toString(), 1, run.status());
        assertEquals(run.toString(), 1, run.errors().size());
        assertTrue(run.toString(), run.errors().get(0).startsWith(sentenceStart));
        assertTrue(run.toString(), run.output().stream().noneMatch(line -> line.startsWith("\tat ")));
    }
}
