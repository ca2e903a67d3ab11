package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.assertThrows;

import java.io.File;
import java.util.HashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.junit.After;
import org.junit.Test;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.process.ByteProcessor;

public class CommandRunnerTest {

    private final Context context = new Context();
    private final CommandRunner runner = new CommandRunner(context);

    @After
    public void dispose() {
        context.dispose();
    }

    @Test
    public void findsByLabelWithAndWithoutDotsAndByClass() {
        CommandInfo info = runner.find("COVER Model Info...");
        assertEquals(ModelInfoCommand.class.getName(), info.getClassName());
        assertSame(info, runner.find("COVER Model Info"));
        assertSame(info, runner.find("ModelInfoCommand"));
        assertSame(info, runner.find("org.coverfiji.command.ModelInfoCommand"));
        String message = message(() -> runner.find("Model"));
        assertTrue(message, message.startsWith("There is no command Model; the commands are COVER "));
        assertTrue(message, message.contains("COVER Model Info..., COVER Open Sample..., COVER Pretrain..."));
    }

    @Test
    public void convertsValuesAndKeepsDefaults() {
        Probe.seen = null;
        run("count", "7", "rate", "0.5", "file", "/tmp/x", "flag", "True", "choice", "b");
        assertEquals("7 0.5 /tmp/x true b text", Probe.seen.replace('\\', '/'));
        run("count", "7", "rate", "0.5", "choice", "B");
        assertEquals("any case", "7 0.5 null false b text", Probe.seen);
        run("text", "", "file", "");
        assertEquals("1 0.25 null false a ", Probe.seen);
    }

    @Test
    public void wrongValuesAreNamedInOneSentence() {
        assertEquals("count=1.5 is not possible; it must be a whole number.", message("count", "1.5"));
        assertEquals("count=9999999999 is not possible; it must be a whole number.", message("count", "9999999999"));
        assertEquals("rate=fast is not possible; it must be a number.", message("rate", "fast"));
        assertEquals("flag=yes is not possible; it must be true or false.", message("flag", "yes"));
        assertEquals("choice=c is unknown; it must be a or b.", message("choice", "c"));
        assertEquals("count=0 must be at least 1.", message("count", "0"));
        assertEquals("count=11 must be at most 10.", message("count", "11"));
        assertEquals("rate=NaN must be a number.", message("rate", "NaN"));
        assertEquals("picture is a.jpg; it must end in .png.", message("picture", "a.jpg"));
        assertEquals("picture is picture; it must end in .png.", message("picture", "picture"));
        run("picture", "a.PNG");
        run("picture", "");
        assertEquals("image=/no/such.tif is not possible; it must be an open image's title or an image file.",
                message("image", "/no/such.tif"));
    }

    @Test
    public void unknownKeyListsTheKnownOnes() {
        String message = message("counts", "1");
        assertEquals("Probe has no parameter counts; its parameters are count, rate, file, flag, choice, text, image,"
                + " picture.",
                message.substring(message.indexOf("Probe")));
    }

    @Test
    public void missingRequiredFileIsNamed() {
        assertEquals("model is missing; it is the model file (.cover) to describe.",
                message(() -> runner.run(runner.find("ModelInfoCommand"), new HashMap<>())));
    }

    @Test
    public void whatACommandShowsDoesNotBecomeTheImageOfTheNext() {
        ImagePlus selected = new ImagePlus("selected", new ByteProcessor(4, 4));
        Interpreter.batchMode = true;
        WindowManager.setTempCurrentImage(selected);
        try {
            run("text", "first");
            assertSame(selected, WindowManager.getCurrentImage());
            assertSame(selected, Probe.active);
            run("text", "second");
            assertSame(selected, Probe.active);
        } finally {
            Interpreter.batchMode = false;
            WindowManager.setTempCurrentImage(null);
        }
    }

    private void run(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        runner.run(new CommandInfo(Probe.class), values);
    }

    private String message(String key, String value) {
        return message(() -> run(key, value));
    }

    private static String message(Runnable action) {
        return assertThrows(CoverException.class, action::run).getMessage();
    }

    /** A parameter of every kind; not discovered, because it is not annotated. */
    public static final class Probe extends CoverCommand implements Command {

        private static String seen;
        private static ImagePlus active;

        @Parameter(min = "1", max = "10", persist = false)
        private int count = 1;
        @Parameter(persist = false)
        private double rate = 0.25;
        @Parameter(required = false)
        private File file;
        @Parameter
        private boolean flag;
        @Parameter(choices = {"a", "b"})
        private String choice = "a";
        @Parameter(required = false)
        private String text = "text";
        @Parameter(required = false)
        private ImagePlus image;
        @Parameter(required = false, style = "save", attrs = @Attr(name = DialogHints.UNIT, value = ".png"))
        private File picture;

        @Override
        protected void execute() {
            active = WindowManager.getCurrentImage();
            if (Interpreter.isBatchMode()) {
                new ImagePlus("result", new ByteProcessor(4, 4)).show();
            }
            seen = count + " " + rate + " " + file + " " + flag + " " + choice + " " + text;
        }
    }
}
