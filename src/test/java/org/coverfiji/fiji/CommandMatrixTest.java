package org.coverfiji.fiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.coverfiji.command.CommandRunner;
import org.coverfiji.command.CoverCommand;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.parse.ParseService;
import org.scijava.run.RunService;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.process.ByteProcessor;

/**
 * Every command, called in every way in which Fiji calls commands when nobody is there to be asked, with all
 * parameters, without each of its files, and with what it needs alone: it does its work, or says what is missing.
 */
@RunWith(Parameterized.class)
public class CommandMatrixTest {

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static CommandCases cases;
    private static StubEngine engine;
    private static String home;

    /** How a command is called; in all of them an image is open. */
    enum Way {
        MACRO_IN_WINDOW,
        MACRO_OF_NEWER_FIJI,
        MACRO_IN_BATCH_MODE,
        SCRIPT_LINE,
        COMMAND_LINE,
        SCRIPT
    }

    private final Way way;

    public CommandMatrixTest(Way way) {
        this.way = way;
    }

    @Parameters(name = "{0}")
    public static Way[] ways() {
        return Way.values();
    }

    @BeforeClass
    public static void prepare() {
        home = System.setProperty("user.home", FOLDER.getRoot().getPath());
        cases = new CommandCases(FOLDER.getRoot());
        engine = new StubEngine();
    }

    @AfterClass
    public static void restore() {
        engine.close();
        System.setProperty("user.home", home);
        WindowManager.setTempCurrentImage(null);
    }

    @Test
    public void everyCommandRunsOrSaysWhatIsMissing() throws Exception {
        List<String> wrong = new ArrayList<>();
        try (Fiji fiji = new Fiji(way == Way.MACRO_OF_NEWER_FIJI)) {
            for (CommandInfo command : fiji.commands()) {
                List<Map<String, String>> all = new ArrayList<>(cases.withoutOneFile(command));
                all.add(cases.all(command));
                all.add(cases.required(command));
                for (Map<String, String> values : all) {
                    try {
                        check(fiji, command, values);
                    } catch (AssertionError | Exception e) {
                        wrong.add(CommandCases.name(command) + " " + values + ": " + e);
                    }
                }
            }
        }
        assertTrue(String.join("\n", wrong), wrong.isEmpty());
    }

    @Test
    public void whatWasRecordedRunsAgain() throws Exception {
        assumeTrue("a line of a macro", way.name().startsWith("MACRO"));
        List<String> wrong = new ArrayList<>();
        try (Fiji fiji = new Fiji(way == Way.MACRO_OF_NEWER_FIJI)) {
            fiji.setWork(module -> { });
            for (CommandInfo command : fiji.commands()) {
                List<Map<String, String>> all = new ArrayList<>(cases.withoutOneFile(command));
                all.add(cases.all(command));
                all.add(cases.required(command));
                for (Map<String, String> values : all) {
                    Module filled = fiji.context().service(ModuleService.class).createModule(command);
                    values.forEach((key, value) -> filled.setInput(key, typed(fiji, command.getInput(key), value)));
                    // What no user gives was there before the recorder.
                    Set<String> others = new HashSet<>();
                    command.inputs().forEach(item -> others.add(item.getName()));
                    CommandRunner.parameters(command).forEach(item -> others.remove(item.getName()));
                    String line = LegacyLayer.record(filled, others);
                    try {
                        replay(fiji, line, command, filled);
                    } catch (AssertionError e) {
                        wrong.add(line + ": " + e);
                    }
                }
            }
        }
        assertTrue(String.join("\n", wrong), wrong.isEmpty());
    }

    private void replay(Fiji fiji, String line, CommandInfo command, Module filled) {
        if (line.endsWith("\" \");") && !GraphicsEnvironment.isHeadless()) {
            // Where nothing was given, a line asks.
            return;
        }
        fiji.forget();
        assertEquals(null, Fiji.macro((way == Way.MACRO_IN_BATCH_MODE ? "setBatchMode(true);\n" : "") + line));
        assertEquals(List.of(), LegacyLayer.dialogs());
        assertEquals(1, fiji.executed().size());
        for (ModuleItem<?> item : CommandRunner.parameters(command)) {
            if (item.getType() != ImagePlus.class) {
                assertEquals(item.getName(), filled.getInput(item.getName()),
                        fiji.executed().get(0).getInput(item.getName()));
            }
        }
    }

    private void check(Fiji fiji, CommandInfo command, Map<String, String> values) throws Exception {
        fiji.forget();
        ByteProcessor pixels = new ByteProcessor(32, 32);
        pixels.set(5, 5, 200);
        ImagePlus open = new ImagePlus("open image", pixels);
        WindowManager.setTempCurrentImage(open);
        String told = call(fiji, command, values, open);
        if (values.isEmpty() && !CommandRunner.parameters(command).isEmpty() && !GraphicsEnvironment.isHeadless()) {
            // As everywhere in ImageJ, a call without any parameter asks for them, in a dialog or a file chooser.
            assertEquals(List.of(), fiji.executed());
            return;
        }
        assertEquals("a dialog was opened for", List.of(), LegacyLayer.dialogs());
        Module module = fiji.last();
        assertEquals(command.getDelegateClassName(), module.getInfo().getDelegateClassName());
        for (ModuleItem<?> item : CommandRunner.parameters(command)) {
            assertEquals(item.getName(), expected(fiji, command, item, values, open), module.getInput(item.getName()));
        }
        assertEquals("done once", List.of(module), fiji.executed());
        String objection = cases.objection(command, values);
        switch (CommandCases.name(command)) {
            case "CitationCommand":
            case "EnvironmentCommand":
            case "OpenSampleCommand":
                assertEquals(null, told);
                break;
            case "ShowTrainingCommand":
                assertEquals("No training is running; start one with COVER Pretrain.", told);
                break;
            case "EvaluateCommand":
            case "ImportModelCommand":
            case "ModelInfoCommand":
                assertTrue(told, objection == null ? told == null : told.startsWith(objection));
                break;
            default:
                assertNotNull("ended without a word", told);
                assertTrue(told, told.startsWith(objection == null ? StubEngine.WORK : objection));
        }
    }

    /** What the value must be: the one that was given, or else the default; the open image, if one is wanted. */
    private static Object expected(Fiji fiji, CommandInfo command, ModuleItem<?> item, Map<String, String> values,
            ImagePlus open) {
        String text = values.get(item.getName());
        boolean oneImage = CommandRunner.parameters(command).stream()
                .filter(other -> other.getType() == ImagePlus.class).count() == 1;
        return item.getType() == ImagePlus.class ? oneImage ? open : null : text == null ? item.getDefaultValue()
                : typed(fiji, item, text);
    }

    private static Object typed(Fiji fiji, ModuleItem<?> item, String text) {
        return item.getType() == File.class ? new File(text)
                : fiji.context().service(ConvertService.class).convert(text, item.getType());
    }

    /** Returns what the user is told, or null. */
    private String call(Fiji fiji, CommandInfo command, Map<String, String> values, ImagePlus open) throws Exception {
        switch (way) {
            case COMMAND_LINE:
                Map<String, Object> parsed = fiji.context().service(ParseService.class).parse(values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=\"" + entry.getValue() + "\"")
                        .collect(Collectors.joining(","))).asMap();
                fiji.context().service(RunService.class).run(command.getDelegateClassName(), parsed);
                return reason(fiji.last());
            case SCRIPT:
                Map<String, Object> typed = new LinkedHashMap<>();
                values.forEach((key, value) -> typed.put(key, typed(fiji, command.getInput(key), value)));
                return reason(fiji.context().service(CommandService.class).run(command, true, typed).get());
            case SCRIPT_LINE:
                WindowManager.setTempCurrentImage(null);
                IJ.getErrorMessage();
                IJ.redirectErrorMessages();
                try {
                    IJ.run(open, CommandRunner.label(command), line(values));
                } catch (RuntimeException e) {
                    assertEquals(Macro.MACRO_CANCELED, e.getMessage());
                }
                return IJ.getErrorMessage();
            default:
                return Fiji.macro((way == Way.MACRO_IN_BATCH_MODE ? "setBatchMode(true);\n" : "") + "run(\""
                        + CommandRunner.label(command) + "\", \"" + line(values) + "\");");
        }
    }

    private static String reason(Module module) {
        return ((CoverCommand) module.getDelegateObject()).getCancelReason();
    }

    private static String line(Map<String, String> values) {
        return values.entrySet().stream().map(entry -> entry.getKey() + "=[" + entry.getValue() + "]")
                .collect(Collectors.joining(" ")).replace("\\", "\\\\");
    }
}
