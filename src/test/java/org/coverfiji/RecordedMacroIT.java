package org.coverfiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.scijava.Context;
import org.coverfiji.command.CitationCommand;
import org.coverfiji.command.CommandOptions;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CorrespondCommand;
import org.coverfiji.command.EnvironmentCommand;
import org.coverfiji.command.ShowTrainingCommand;

/** What every command's dialog records in plain ImageJ does the same again, in the window and without a display. */
public class RecordedMacroIT {

    @ClassRule
    public static final ReleaseFolder IMAGEJ = new ReleaseFolder();

    private static final File DATA = new File(System.getProperty("cover.basedir"), "sample-data");

    @Before
    public void needsDisplay() {
        assumeFalse("ImageJ's window needs a display", GraphicsEnvironment.isHeadless());
    }

    @Test
    public void everyCommandHasAScenario() {
        try (Context context = new Context()) {
            assertEquals(new CommandRunner(context).own().stream()
                    .filter(info -> !info.getClassName().equals(ShowTrainingCommand.class.getName())
                            && !info.getClassName().equals(CitationCommand.class.getName())
                            && !info.getClassName().equals(EnvironmentCommand.class.getName())
                            // Two images must be open, and a line can bring one to the front only.
                            && !info.getClassName().equals(CorrespondCommand.class.getName()))
                    .map(info -> info.getClassName().replaceFirst(".*\\.", "") + " " + CommandRunner.label(info))
                    .sorted().collect(Collectors.toList()),
                    Scenario.all(DATA, DATA).stream().map(one -> one.command() + " " + one.label()).sorted()
                            .collect(Collectors.toList()));
        }
    }

    @Test
    public void recordedMacrosRepeatTheirRun() throws Exception {
        File out = IMAGEJ.newFolder("my results");
        File macros = IMAGEJ.newFolder("macros");
        Launched recording = run(PlainImageJ.window("record", IMAGEJ, DATA.getPath(), out.getPath(),
                macros.getPath()));
        File recorded = IMAGEJ.newFolder("recorded");
        Results.keep(out, recorded);
        assertTrue(recording.toString(), recording.output().stream().anyMatch(line -> line.startsWith("Patch: 32")));
        for (Scenario scenario : Scenario.all(DATA, out)) {
            assertRecords(scenario, Results.text(new File(macros, scenario.macro()).getPath()));
        }

        List<String> files = Results.macros(macros);
        Launched window = run(PlainImageJ.window("play", IMAGEJ, files.toArray(new String[0])));
        File replayed = IMAGEJ.newFolder("replayed");
        Results.keep(out, replayed);
        Results.assertSame(recorded, replayed);

        Launched headless = run(PlainImageJ.headless(IMAGEJ, files));
        Results.assertSame(recorded, out);
        assertEquals(lines(recording, "Patch: "), lines(window, "Patch: "));
        assertEquals(lines(recording, "Patch: "), lines(headless, "Patch: "));
    }

    /** One line with what differs from the defaults, and nothing else; Help was pressed and leaves no trace. */
    private static void assertRecords(Scenario scenario, String macro) {
        scenario.values().forEach((key, value) -> {
            String text = value.contains(" ") ? "[" + value + "]" : value;
            assertTrue(scenario.command() + " recorded " + macro + " without " + key + "=" + text,
                    macro.contains(key + "=" + text));
        });
        // ImageJ itself notes that a window of the results came to the front.
        List<String> lines = macro.lines().filter(line -> !line.startsWith("open(") && !line.startsWith("//")
                && !line.startsWith("selectImage(")).collect(Collectors.toList());
        String start = "run(\"" + scenario.label() + "\", \"";
        assertTrue(macro, lines.size() == 1 && lines.get(0).startsWith(start) && lines.get(0).endsWith("\");"));
        String options = lines.get(0).substring(start.length(), lines.get(0).length() - 3);
        assertEquals(macro, new TreeSet<>(scenario.values().keySet()),
                new TreeSet<>(CommandOptions.macro(options).keySet()));
    }

    private static List<String> lines(Launched run, String start) {
        return run.output().stream().filter(line -> line.startsWith(start)).collect(Collectors.toList());
    }

    private static Launched run(String... command) throws IOException, InterruptedException {
        Launched run = Launched.java(IMAGEJ.folder(), command);
        assertEquals(run.toString(), 0, run.status());
        return run;
    }
}
