package org.coverfiji.dialog;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.util.Arrays;
import java.util.List;

import javax.swing.JButton;

import org.coverfiji.DialogUser;
import org.coverfiji.command.CommandRunner;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.scijava.Context;
import org.scijava.module.ModuleItem;

public class FileEditorTest {

    private Context context;
    private CommandRunner runner;

    @Before
    public void discover() {
        assumeFalse("a field needs a display", GraphicsEnvironment.isHeadless());
        context = new Context();
        runner = new CommandRunner(context);
    }

    @After
    public void dispose() {
        if (context != null) {
            context.dispose();
        }
    }

    private FileEditor editor(String command, String key) {
        for (ModuleItem<?> item : CommandRunner.parameters(runner.find(command))) {
            if (item.getName().equals(key)) {
                return (FileEditor) new Row(Field.of(item, runner), 0).editor();
            }
        }
        throw new AssertionError(key);
    }

    @Test
    public void severalModelsAreAddedOneBehindTheOther() {
        for (String command : List.of("COVER Feature Map", "COVER Dispersion")) {
            String text = DialogUser.onEventThread(() -> {
                FileEditor editor = editor(command, "models");
                assertTrue("Browse", Arrays.stream(editor.component().getComponents())
                        .anyMatch(JButton.class::isInstance));
                editor.setText("random, a.cover");
                editor.take(List.of(new File("b.cover"), new File("a.cover"), new File("c.cover")));
                return editor.text();
            });
            assertEquals("random,a.cover,b.cover,c.cover", text);
        }
    }

    @Test
    public void aFieldForOneTakesTheFirst() {
        assertEquals("b.cover", DialogUser.onEventThread(() -> {
            FileEditor editor = editor("COVER Segment", "model");
            editor.setText("a.cover");
            editor.take(List.of(new File("b.cover"), new File("c.cover")));
            return editor.text();
        }));
    }
}
