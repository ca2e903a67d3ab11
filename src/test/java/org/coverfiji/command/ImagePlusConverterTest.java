package org.coverfiji.command;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import java.io.File;
import java.nio.file.Files;

import org.coverfiji.CoverException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.ImagePlus;

public class ImagePlusConverterTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    /** Fiji asks the converter before the suite does, and would show the stack of what it throws. */
    @Test
    public void aFileThatIsNoImageIsRefusedOnlyWhereTheReasonIsSaid() throws Exception {
        File file = folder.newFile("notes.txt");
        Files.writeString(file.toPath(), "no image\n");
        assertNull(new ImagePlusConverter().convert(file.getPath(), ImagePlus.class));
        assertEquals("Cannot read " + file + ": it is not an image (it holds text).",
                assertThrows(CoverException.class, () -> ImagePlusConverter.image(file.getPath())).getMessage());
    }

    @Test
    public void whatIsNeitherTitleNorFileIsNoImage() {
        assertNull(new ImagePlusConverter().convert(new File(folder.getRoot(), "none.png").getPath(), ImagePlus.class));
    }
}
