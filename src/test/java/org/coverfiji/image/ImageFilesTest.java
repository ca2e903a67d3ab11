package org.coverfiji.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.coverfiji.image.read.ImageFiles;
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
    public void linksInACircleAreLeftOut() throws IOException {
        File root = folder.getRoot();
        Files.createSymbolicLink(new File(root, "sub/back").toPath(), root.toPath());
        Files.createSymbolicLink(new File(root, "again").toPath(), new File(root, "sub/deep").toPath());
        assertEquals("what a link leads to counts once", "A2.TIF IM0001 a10.tif again/d.png b.png sub/c.nii.gz",
                list(true, "").replace("sub/deep/d.png", "again/d.png"));
    }

    @Test
    public void ownResultsAreNoInputButMayBeLabels() throws IOException {
        folder.newFile("b_labels.tif");
        assertEquals("without a record it is the user's", "A2.TIF IM0001 a10.tif b.png b_labels.tif",
                list(false, null));
        folder.newFile("b_made_from.txt");
        folder.newFile("b_rois.zip");
        folder.newFile("b_pca.tif");
        PictureFile.write(new File(folder.getRoot(), "sheet.png"), new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));
        assertEquals("A2.TIF IM0001 a10.tif b.png", list(false, null));
        assertTrue(ImageFiles.labels(folder.getRoot(), false).contains(new File(folder.getRoot(), "b_labels.tif")));
        assertEquals("any reader takes the marked picture", 3,
                ImageIO.read(new File(folder.getRoot(), "sheet.png")).getWidth());
    }

    @Test
    public void aPairOfHeaderAndImageIsOneFile() throws IOException {
        folder.newFile("p.hdr");
        assertEquals("A2.TIF IM0001 a10.tif b.png p.hdr", list(false, null));
        folder.newFile("p.img");
        assertEquals("A2.TIF IM0001 a10.tif b.png p.img", list(false, null));
    }

    @Test
    public void onlyEndingsOfImagesAreCut() {
        String[][] names = {{"a.png", "a"}, {"my scan 1.PNG", "my scan 1"}, {"a.nii.gz", "a"}, {"a.ome.tiff", "a"},
            {"1.2.840.4002", "1.2.840.4002"}, {"p.1.2.dcm", "p.1.2"}, {"patient.A", "patient.A"}, {".png", ".png"}};
        for (String[] name : names) {
            assertEquals(name[1], ImageNames.withoutEnding(name[0]));
        }
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
        File results = folder.newFolder("results");
        assertTrue(new File(results, "a_labels.tif").createNewFile());
        assertTrue(new File(results, "a_made_from.txt").createNewFile());
        Expect.failure(() -> ImageFiles.list(results, false, null), "holds no images but results of COVER");
        Expect.failure(() -> ImageFiles.list(new File(folder.getRoot(), "sub/deep"), false, ".tif"), "folders inside");
    }
}
