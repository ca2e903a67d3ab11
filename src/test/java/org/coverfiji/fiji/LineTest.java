package org.coverfiji.fiji;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.coverfiji.CoverException;
import org.coverfiji.DialogUser;
import org.coverfiji.OpenImages;
import org.coverfiji.command.CoverCommand;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.scijava.MenuPath;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.plugin.Parameter;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;

/** What a line {@code run("…", "…")} means to a command in Fiji, older and newer: its values, and its image. */
@RunWith(Parameterized.class)
public class LineTest {

    private static final List<String> VALUES = new ArrayList<>();
    private static final List<String> IMAGES = new ArrayList<>();
    private static Runnable script;
    private static CountDownLatch working;
    private static CountDownLatch mayEnd;

    @Parameters(name = "newer = {0}")
    public static Boolean[] hosts() {
        return new Boolean[] {false, true};
    }

    private final boolean newer;
    private Fiji fiji;

    public LineTest(boolean newer) {
        this.newer = newer;
    }

    @Before
    public void start() {
        VALUES.clear();
        IMAGES.clear();
        working = null;
        fiji = new Fiji(newer);
        addProbe(fiji);
    }

    static void addProbe(Fiji host) {
        CommandInfo probe = new CommandInfo(Probe.class);
        probe.setMenuPath(new MenuPath("Plugins>Probe"));
        host.addCommand(probe, "Probe");
    }

    /** The titles of the images on which the probe worked. */
    static List<String> images() {
        return IMAGES;
    }

    @After
    public void end() {
        fiji.close();
        OpenImages.close();
        Interpreter.batchMode = false;
    }

    @Test
    public void whatIsNamedIsSetAndTheRestHasItsDefault() {
        assertNull(Fiji.macro("run('Probe', 'count=7 file=[/a b/c] flag');"));
        assertNull(Fiji.macro("run('Probe', 'flag flag=true text=[]');"));
        assertEquals(List.of("7 /a b/c true text", "1 null true "), VALUES);
        assertEquals(List.of(), LegacyLayer.dialogs());
    }

    @Test
    public void whatStandsInAValueIsNoKey() {
        assertNull(Fiji.macro("run('Probe', 'text=[count=8 file=x]');"));
        assertEquals(List.of("1 null false count=8 file=x"), VALUES);
    }

    @Test
    public void whatCannotBeStopsTheMacroWithASentence() {
        assertEquals("Probe has no parameter counts; its parameters are image, count, file, flag, text, fail.",
                Fiji.macro("run('Probe', 'counts=7'); run('Probe', 'count=2');"));
        assertEquals("count=many is not possible; it must be a whole number.",
                Fiji.macro("run('Probe', 'count=many'); run('Probe', 'count=2');"));
        assertEquals("count=11 must be at most 10.",
                Fiji.macro("run('Probe', 'count=11'); run('Probe', 'count=2');"));
        assertEquals("flag=perhaps is not possible; it must be true or false.",
                Fiji.macro("run('Probe', 'flag=perhaps'); run('Probe', 'count=2');"));
        assertEquals("The macro's parameters lack a closing bracket after [/a.",
                Fiji.macro("run('Probe', 'file=[/a'); run('Probe', 'count=2');"));
        assertEquals("It failed.", Fiji.macro("run('Probe', 'fail=true'); run('Probe', 'count=2');"));
        assertEquals(List.of(), VALUES);
    }

    @Test
    public void anImageThatIsNotThereIsNotReplacedByAnother() {
        WindowManager.setTempCurrentImage(image("open"));
        assertEquals("image=other is not possible; it must be an open image's title or an image file.",
                Fiji.macro("run('Probe', 'image=other');"));
        assertEquals(List.of(), VALUES);
    }

    @Test
    public void withoutADisplayALineWithoutParametersHasTheDefaults() {
        assumeFalse("with a display it asks, as everywhere in ImageJ", !GraphicsEnvironment.isHeadless());
        assertNull(Fiji.macro("run('Probe');"));
        assertEquals(List.of("1 null false text"), VALUES);
        assertEquals("model is missing; it is the model file (.cover) to describe.",
                Fiji.macro("run('COVER Model Info...'); run('Probe');"));
        assertEquals(1, VALUES.size());
    }

    @Test
    public void theImageIsTheSelectedOneWhateverTheLinesBeforeHaveShown() {
        assertNull(Fiji.macro("setBatchMode(true);"
                + "newImage('a', '8-bit', 8, 8, 1); newImage('b', '8-bit', 8, 8, 1);"
                + "run('Probe', 'count=1'); run('Probe', 'count=2');"
                + "selectImage('a'); run('Probe', 'count=3'); run('Probe', 'image=b count=4'); run('Probe', 'count=5');"
                + "selectImage('result 4'); run('Probe', 'count=6');"));
        assertEquals(List.of("b", "b", "a", "b", "a", "result 4"), IMAGES);
    }

    @Test
    public void theImageOfAScriptsLineIsTheOneThatItGives() {
        ImagePlus a = image("a");
        WindowManager.setTempCurrentImage(image("b"));
        IJ.run(a, "Probe", "count=2");
        IJ.run("Probe", "count=2");
        assertEquals(List.of("a", "b"), IMAGES);
    }

    @Test
    public void aProgramsCallHasDefaultsAndTheImageThatIsSelectedWhereItIsMade() throws Exception {
        ImagePlus selected = image("selected");
        WindowManager.setTempCurrentImage(selected);
        Module module = call(Map.of("count", 3));
        assertSame(selected, module.getInput("image"));
        assertEquals(List.of("3 null false text"), VALUES);
        module = call(Map.of("count", 11));
        assertEquals("count=11 must be at most 10.", ((CoverCommand) module.getDelegateObject()).getCancelReason());
        // What it showed has not become the image of the next call, on the same thread of the pool.
        assertSame(selected, call(Map.of("count", 4)).getInput("image"));
        assertEquals(List.of("selected", "selected"), IMAGES);
        assertEquals(List.of(), LegacyLayer.dialogs());
    }

    @Test
    public void aScriptThatALineRunsCallsCommandsWithItsOwnValues() {
        script = () -> {
            try {
                call(Map.of("text", "script's"));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
        assertNull(Fiji.macro("run('Probe', 'count=2 text=[macro]');"));
        assertEquals(List.of("2 null false macro", "1 null false script's"), VALUES);
    }

    private Module call(Map<String, Object> values) throws Exception {
        return fiji.context().service(CommandService.class).run(Probe.class, true, new HashMap<>(values)).get();
    }

    @Test
    public void aPersonIsAskedEvenWhileAMacroWorks() throws Exception {
        assumeFalse("without a display nobody is there", GraphicsEnvironment.isHeadless());
        working = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
        String[] failure = new String[1];
        Thread macro = new Thread(() -> failure[0] = Fiji.macro("setBatchMode(true); run('Probe', 'count=5');"));
        macro.start();
        working.await();
        working = null;
        LegacyLayer.setUser(dialog -> DialogUser.fill(dialog, Map.of("count", "9", "fail", "false")));
        fiji.choose(Probe.class.getName());
        LegacyLayer.setUser(dialog -> DialogUser.fill(dialog, Map.of("fail", "true")));
        // The failure of a person's command does not stop the macro.
        Module failed = fiji.choose(Probe.class.getName());
        assertEquals("It failed.", ((CoverCommand) failed.getDelegateObject()).getCancelReason());
        mayEnd.countDown();
        macro.join();
        assertNull(failure[0]);
        assertEquals(2, LegacyLayer.dialogs().size());
        assertTrue(VALUES.toString(), VALUES.get(0).startsWith("9 ") && VALUES.get(1).startsWith("5 "));
    }

    @Test
    public void theDialogOfACommandThatFailedComesBackAsItWasAndSaysWhy() {
        assumeFalse("without a display nobody is there", GraphicsEnvironment.isHeadless());
        LegacyLayer.setUser(dialog -> DialogUser.fill(dialog, Map.of("count", "8", "fail", "true")));
        fiji.choose(Probe.class.getName());
        List<String> seen = new ArrayList<>();
        LegacyLayer.setUser(dialog -> {
            seen.add(DialogUser.text(dialog, "count") + " " + DialogUser.messages(dialog));
            DialogUser.fill(dialog, Map.of("fail", "false"));
        });
        fiji.choose(Probe.class.getName());
        fiji.choose(Probe.class.getName());
        assertEquals(List.of("8 It failed.", "8 "), seen);
    }

    private static ImagePlus image(String title) {
        return new ImagePlus(title, new ByteProcessor(8, 8));
    }

    /** Notes its values and shows an image; not discovered, because it is not annotated. */
    public static final class Probe extends CoverCommand implements Command {

        @Parameter(required = false, persist = false)
        private ImagePlus image;
        @Parameter(min = "1", max = "10", persist = false)
        private int count = 1;
        @Parameter(required = false, persist = false)
        private File file;
        @Parameter(persist = false)
        private boolean flag;
        @Parameter(required = false, persist = false)
        private String text = "text";
        @Parameter(persist = false)
        private boolean fail;

        @Override
        protected void execute() {
            if (fail) {
                throw new CoverException("It failed.");
            }
            if (working != null) {
                working.countDown();
                try {
                    mayEnd.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            // Commands that have no parameter for it ask for the active one.
            ImagePlus active = image == null ? WindowManager.getCurrentImage() : image;
            IMAGES.add(active == null ? null : active.getTitle());
            VALUES.add((count + " " + file + " " + flag + " " + text).replace('\\', '/'));
            Runnable once = script;
            script = null;
            if (once != null) {
                once.run();
            }
            new ImagePlus("result " + count, new ByteProcessor(8, 8)).show();
        }
    }
}
