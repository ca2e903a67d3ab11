package org.coverfiji.image;

import static org.junit.Assert.assertEquals;

import java.io.File;
import java.io.IOException;
import java.util.stream.Collectors;

import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ImageFilesTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void fill() throws IOException {
        folder.newFolder("sub", "deep");
        folder.newFolder(".hidden");
        for (String name : new String[] {"b.png", "a10.tif", "A2.TIF", "README.md", ".DS_Store", "IM0001",
            "sub/c.nii.gz", "sub/deep/d.png", ".hidden/e.png", "DICOMDIR", "table.csv"}) {
            folder.newFile(name);
        }
    }

    private String list(boolean recursive, String filter) {
        return ImageFiles.list(folder.getRoot(), recursive, filter).stream()
                .map(file -> folder.getRoot().toPath().relativize(file.toPath()).toString().replace('\\', '/'))
                .collect(Collectors.joining(" "));
    }

    @Test
    public void candidatesInOrder() {
        assertEquals("A2.TIF IM0001 a10.tif b.png", list(false, null));
        assertEquals("A2.TIF IM0001 a10.tif b.png sub/c.nii.gz sub/deep/d.png", list(true, ""));
    }

    @Test
    public void filtersByPartOrWildcards() {
        assertEquals("A2.TIF a10.tif", list(true, ".tif"));
        assertEquals("A2.TIF a10.tif", list(true, "a*.tif"));
        assertEquals("A2.TIF", list(true, "a?.tif"));
        assertEquals("a10.tif", list(true, "?1?.tif"));
        assertEquals("sub/c.nii.gz", list(true, "*.nii.gz"));
    }

    @Test
    public void oneFileIsTakenAsItIs() {
        File one = new File(folder.getRoot(), "README.md");
        assertEquals(one, ImageFiles.list(one, false, "nothing").get(0));
    }

    @Test
    public void missingAndEmptyFoldersAreTold() throws IOException {
        Expect.failure(() -> ImageFiles.list(new File(folder.getRoot(), "none"), true, null), "none", "no folder");
        File empty = folder.newFolder("empty");
        Expect.failure(() -> ImageFiles.list(empty, true, null), "empty", "holds no images");
        Expect.failure(() -> list(true, "x*"), "\"x*\"");
        Expect.failure(() -> ImageFiles.list(new File(folder.getRoot(), "sub/deep"), false, ".tif"), "folders inside");
    }
}
