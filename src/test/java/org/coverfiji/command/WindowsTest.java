package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import org.junit.After;
import org.junit.Before;
import org.junit.Test;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

/** In batch mode, which needs no display. */
public class WindowsTest {

    private boolean batch;

    @Before
    public void withoutWindows() {
        batch = Interpreter.batchMode;
        Interpreter.batchMode = true;
    }

    @After
    public void restore() {
        int[] open = WindowManager.getIDList();
        for (int i = 0; open != null && i < open.length; i++) {
            Interpreter.removeBatchModeImage(WindowManager.getImage(open[i]));
        }
        WindowManager.setTempCurrentImage(null);
        Interpreter.batchMode = batch;
    }

    private static ImagePlus shown(String title) {
        ImagePlus image = IJ.createImage(title, "8-bit black", 4, 4, 1);
        Windows.show(image);
        return image;
    }

    @Test
    public void titlesAreUnique() {
        assertEquals("a labels", shown("a labels").getTitle());
        assertEquals("a labels-1", shown("a labels").getTitle());
        assertEquals("a labels-2", shown("a labels").getTitle());
        assertEquals("b labels", shown("b labels").getTitle());
    }

    @Test
    public void ofTwoWindowsWithOneTitleTheActiveOneIsMeant() {
        ImagePlus first = shown("scan");
        ImagePlus second = shown("other");
        second.setTitle("scan");
        WindowManager.setTempCurrentImage(second);
        assertSame(second, CoverCommand.meant(WindowManager.getImage("scan")));
        WindowManager.setTempCurrentImage(first);
        assertSame(first, CoverCommand.meant(second));
        ImagePlus fromFile = IJ.createImage("scan", "8-bit black", 4, 4, 1);
        assertSame("a file that was named is meant, whatever is open", fromFile, CoverCommand.meant(fromFile));
        assertSame(first, CoverCommand.meant(null));
    }
}
