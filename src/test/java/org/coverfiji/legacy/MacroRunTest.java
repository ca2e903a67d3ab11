package org.coverfiji.legacy;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.nio.file.Files;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class MacroRunTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void aMacroKnowsItsFile() throws Exception {
        File macro = folder.newFile("where am I.ijm");
        File told = new File(folder.getRoot(), "told.txt");
        String text = "File.saveString(getInfo('macro.filepath'), getArgument());";
        new MacroRun(macro, text).run(told.getPath());
        assertEquals(macro.getAbsolutePath(), Files.readString(told.toPath()).strip());
    }
}
