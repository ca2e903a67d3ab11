package org.coverfiji.fiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.coverfiji.OpenImages;
import org.coverfiji.command.CommandOptions;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CommandValues;
import org.coverfiji.image.ImageNames;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.scijava.command.CommandInfo;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.parse.ParseService;
import org.scijava.run.RunService;

import ij.ImagePlus;
import ij.Menus;
import ij.macro.Interpreter;
import ij.process.ColorProcessor;

/** Every macro of the folder macros, and every line of the manual and the README that runs a command. */
public class ManualLinesTest {

    private static final Path BASE = new File(System.getProperty("basedir", ".")).toPath();
    private static final Pattern MACRO_LINE = Pattern.compile("^ {4}(run\\(\"COVER .*\\);)\\s*$", Pattern.MULTILINE);
    private static final Pattern COMMAND_LINE = Pattern
            .compile("--run \"(COVER [^\"]*)\"(?: '([^\n]*)'| \"([^\n]*)\")?\\s*$", Pattern.MULTILINE);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** What a title has at its end that another window has had before. */
    private static String again = "";

    private Fiji fiji;

    @Before
    public void start() {
        fiji = new Fiji(false);
        // What the macros use of ImageJ's own.
        Menus.getCommands().put("PNG...", "ij.plugin.PNG_Writer");
    }

    @After
    public void end() {
        fiji.close();
        OpenImages.close();
        Interpreter.batchMode = false;
    }

    @Test
    public void everyMacroRunsToItsEnd() throws IOException {
        fiji.setWork(ManualLinesTest::showResult);
        List<Path> macros = list("macros", ".ijm");
        assertTrue(macros.toString(), macros.size() >= 5);
        for (Path macro : macros) {
            fiji.forget();
            String text = Files.readString(macro);
            String argument = folder.newFolder().getPath();
            copy(BASE.resolve("sample-data"), Path.of(argument));
            if (text.contains("parts.length != 3")) {
                argument += "," + argument + "/model.cover," + argument + "/results";
            }
            // The macros say in this way that they cannot go on.
            assertNull(macro.toString(), Fiji.macro(text.replaceAll("\\bexit\\(", "errorInMacro("), argument));
            assertEquals(macro.toString(), List.of(), LegacyLayer.dialogs());
            int lines = text.split("\nrun\\(\"COVER ", -1).length - 1;
            assertTrue(macro.toString(), lines > 0);
            assertEquals(macro.toString(), lines, fiji.executed().size());
        }
    }

    /** What later lines of the macros want to find. */
    private static void showResult(Module module) {
        ImagePlus image = (ImagePlus) module.getInputs().get("image");
        if (image != null) {
            new ImagePlus(ImageNames.withoutEnding(image.getTitle()) + " PCA" + again, new ColorProcessor(4, 4)).show();
        }
    }

    /** A name with blanks, and the window of an earlier run that has the title which the result would have had. */
    @Test
    public void macrosFindTheResultOfAnImageWithBlanksInItsName() throws IOException {
        Path work = folder.newFolder("my images").toPath();
        Path chest = BASE.resolve("sample-data/chest/unlabelled/chest-01.png");
        Files.copy(chest, work.resolve("my scan 1.png"));
        fiji.setWork(ManualLinesTest::showResult);
        String before = "setBatchMode(true); newImage('my scan 1 PCA', '8-bit', 9, 9, 1);\n";
        again = "-1";
        try {
            assertNull(Fiji.macro(before + Files.readString(BASE.resolve("macros/Pretrain_and_Embed.ijm")),
                    work.toString()));
        } finally {
            again = "";
        }
        assertEquals("not the older window", 4,
                ImageIO.read(work.resolve("results/my scan 1_pca.png").toFile()).getWidth());
    }

    @Test
    public void everyMacroLineOfTheManualRuns() throws IOException {
        fiji.setWork(module -> { });
        int count = 0;
        for (Path page : pages()) {
            Matcher line = MACRO_LINE.matcher(Files.readString(page));
            while (line.find()) {
                count++;
                fiji.forget();
                String where = page + ": " + line.group(1);
                // The lines work on images that the reader has opened.
                Matcher image = Pattern.compile("\\b(?:image|target)=\\[([^\\]]*)\\]").matcher(line.group(1));
                StringBuilder open = new StringBuilder("setBatchMode(true); newImage('open.png', '8-bit', 4, 4, 1);\n");
                while (image.find()) {
                    open.append("newImage('").append(image.group(1)).append("', '8-bit', 4, 4, 1);\n");
                }
                assertNull(where, Fiji.macro(open + line.group(1)));
                assertEquals(where, List.of(), LegacyLayer.dialogs());
                assertEquals(where, 1, fiji.executed().size());
            }
        }
        assertTrue(count + " lines", count >= 15);
    }

    @Test
    public void everyCommandLineOfTheManualIsUnderstoodByOurLauncherAndByFijis() throws Exception {
        int count = 0;
        try (StubEngine engine = new StubEngine()) {
            for (Path page : pages()) {
                Matcher line = COMMAND_LINE.matcher(Files.readString(page));
                while (line.find()) {
                    count++;
                    String options = line.group(2) != null ? line.group(2) : line.group(3) != null ? line.group(3) : "";
                    // What a line writes goes to a folder of the test's.
                    assertUnderstood(page + ": " + line.group(), line.group(1), options.replace("/data/",
                            folder.getRoot().getPath().replace('\\', '/') + "/"));
                }
            }
        }
        assertTrue(count + " lines", count >= 12);
    }

    private void assertUnderstood(String where, String label, String options) throws Exception {
        fiji.forget();
        CommandInfo info = fiji.command(label);
        Matcher image = Pattern.compile("\\b(?:image|target)=\"([^\"]*)\"").matcher(options);
        while (image.find()) {
            // Stands for the file of that name.
            Interpreter.batchMode = true;
            new ImagePlus(image.group(1), new ColorProcessor(4, 4)).show();
        }
        Module ours = fiji.context().service(ModuleService.class).createModule(info);
        new CommandValues(fiji.context().service(ConvertService.class)).fill(ours, CommandOptions.launcher(options));
        if (options.isEmpty()) {
            fiji.context().service(RunService.class).run(info.getDelegateClassName());
        } else {
            Map<String, Object> values = fiji.context().service(ParseService.class).parse(options).asMap();
            fiji.context().service(RunService.class).run(info.getDelegateClassName(), values);
        }
        assertEquals(where, List.of(), LegacyLayer.dialogs());
        assertEquals(where, 1, fiji.executed().size());
        CommandRunner.parameters(info).stream().filter(item -> item.getType() != ImagePlus.class)
                .forEach(item -> assertEquals(where + " " + item.getName(), ours.getInput(item.getName()),
                        fiji.executed().get(0).getInput(item.getName())));
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(list("docs", ".md"));
        pages.add(BASE.resolve("README.md"));
        return pages;
    }

    private static List<Path> list(String directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(BASE.resolve(directory))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending)).sorted()
                    .collect(Collectors.toList());
            assertFalse(directory, found.isEmpty());
            return found;
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                if (!source.relativize(file).startsWith("results")) {
                    Path copy = target.resolve(source.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        }
    }
}
