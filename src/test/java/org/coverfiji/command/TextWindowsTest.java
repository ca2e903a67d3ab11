package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeFalse;

import java.awt.GraphicsEnvironment;
import java.util.Arrays;
import java.util.List;

import org.junit.After;
import org.junit.Before;
import org.junit.Test;

import ij.IJ;
import ij.WindowManager;
import ij.text.TextWindow;

/** Text that a command shows is a window as ImageJ's own. */
public class TextWindowsTest {

    private static final String TITLE = "COVER text";

    @Before
    public void display() {
        assumeFalse("a window needs a display", GraphicsEnvironment.isHeadless());
    }

    @After
    public void close() {
        if (!GraphicsEnvironment.isHeadless() && WindowManager.getFrame(TITLE) != null) {
            ((TextWindow) WindowManager.getFrame(TITLE)).close(false);
        }
    }

    @Test
    public void macrosFindReadAndCloseIt() {
        Windows.showText(TITLE, List.of("earlier"));
        String many = "word ".repeat(30).trim();
        Windows.showText(TITLE, List.of("first", "", many));
        assertEquals("one of that title", 1, Arrays.stream(WindowManager.getNonImageTitles()).filter(TITLE::equals)
                .count());
        String[] lines = IJ.runMacro("selectWindow('" + TITLE + "'); return getInfo('window.contents');").split("\n");
        assertEquals("first", lines[0]);
        assertEquals("folded", 4, lines.length);
        assertEquals(many, lines[2].trim() + " " + lines[3].trim());
        assertTrue(lines[2].length() <= 95);
        IJ.runMacro("selectWindow('" + TITLE + "'); run('Close');");
        assertNull(WindowManager.getFrame(TITLE));
        assertFalse(Arrays.asList(WindowManager.getNonImageTitles()).contains(TITLE));
    }
}
