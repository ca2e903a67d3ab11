package org.coverfiji.fiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.swing.JDialog;

import org.coverfiji.DialogUser;
import org.coverfiji.OpenImages;
import org.coverfiji.command.CommandOptions;
import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.DialogHints;
import org.junit.After;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import ij.plugin.frame.Recorder;

/** Somebody chooses commands in Fiji's menu: the suite's own dialog asks for everything, and nothing else asks. */
@RunWith(Parameterized.class)
public class DialogInFijiTest {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    @Parameters(name = "newer = {0}")
    public static Boolean[] hosts() {
        return new Boolean[] {false, true};
    }

    private final boolean newer;
    private Fiji fiji;
    private CommandCases cases;

    public DialogInFijiTest(boolean newer) {
        this.newer = newer;
    }

    @Before
    public void start() throws Exception {
        assumeFalse("a dialog needs a display", GraphicsEnvironment.isHeadless());
        cases = new CommandCases(FOLDER.newFolder());
        fiji = new Fiji(newer);
        fiji.setWork(module -> { });
        OpenImages.close();
    }

    @After
    public void end() {
        if (fiji != null) {
            fiji.close();
        }
    }

    @Test
    public void aCancelledDialogRunsNothingAndAsksNothingElse() {
        for (CommandInfo command : withParameters()) {
            fiji.forget();
            fiji.choose(command.getDelegateClassName());
            assertEquals(List.of(title(command)), LegacyLayer.dialogs());
            assertEquals(List.of(), fiji.executed());
        }
    }

    @Test
    public void whatIsFilledInIsWhatTheCommandGetsAndWhatIsRecorded() {
        Recorder recorder = new Recorder(false);
        try {
            for (CommandInfo command : withParameters()) {
                Map<String, String> values = new TreeMap<>(cases.all(command));
                command.inputs().forEach(item -> values.remove(
                        DialogHints.IMAGE.equals(item.get(DialogHints.ONLY_FOR)) ? item.getName() : ""));
                fiji.forget();
                LegacyLayer.setUser(dialog -> fill(dialog, values));
                String before = recorder.getText();
                fiji.choose(command.getDelegateClassName());
                assertEquals(List.of(title(command)), LegacyLayer.dialogs());
                assertEquals(command.toString(), 1, fiji.executed().size());
                check(command, values, fiji.executed().get(0));
                assertEquals("Fiji's own recorder is to leave it alone", List.of(), LegacyLayer.recorded());
                checkRecorded(command, values, recorder.getText().substring(before.length()));
            }
        } finally {
            recorder.close();
        }
    }

    private static void fill(JDialog dialog, Map<String, String> values) {
        DialogUser.press(dialog, "Reset");
        DialogUser.fill(dialog, settings(values));
    }

    /** A method's settings have fields of their own. */
    private static Map<String, String> settings(Map<String, String> values) {
        Map<String, String> texts = new TreeMap<>(values);
        texts.remove("method_settings");
        return texts;
    }

    private static void check(CommandInfo command, Map<String, String> values, Module module) {
        for (ModuleItem<?> item : CommandRunner.parameters(command)) {
            Object standard = item.getDefaultValue();
            String expected = values.getOrDefault(item.getName(), standard == null ? "" : standard.toString());
            if (item.getType() != ImagePlus.class && !item.getName().equals("method_settings")) {
                Object value = module.getInput(item.getName());
                assertEquals(command + ", " + item.getName(), expected, value == null ? "" : value.toString());
            }
        }
    }

    /** One line, with just what differs from the defaults. */
    private static void checkRecorded(CommandInfo command, Map<String, String> values, String text) {
        String start = "run(\"" + CommandRunner.label(command) + "\", \"";
        assertTrue(text, text.startsWith(start) && text.endsWith("\");\n"));
        Map<String, String> expected = new TreeMap<>(settings(values));
        for (ModuleItem<?> item : CommandRunner.parameters(command)) {
            Object standard = item.getDefaultValue();
            expected.remove(item.getName(), standard == null ? "" : standard.toString());
        }
        assertEquals(expected, new TreeMap<>(CommandOptions.macro(
                text.substring(start.length(), text.length() - 4).replace("\\\\", "\\"))));
    }

    private List<CommandInfo> withParameters() {
        List<CommandInfo> commands = new ArrayList<>(fiji.commands());
        commands.removeIf(command -> CommandRunner.parameters(command).isEmpty());
        return commands;
    }

    private static String title(CommandInfo command) {
        return CommandRunner.label(command).replace("...", "");
    }
}
