package org.coverfiji.image.label;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;

import org.coverfiji.image.Expect;
import org.coverfiji.image.read.ImageReader;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Labels in files of which the headers say where they lie. */
public class LabelPlaceTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    @Before
    public void folders() throws IOException {
        folder.newFolder("images");
        folder.newFolder("labels");
        nifti("images/a.nii", 1, 1, 1, 2, 0);
    }

    /** 2 × 2 × 2 voxels of which one is 1, with pixel sizes along x (negative: to the left), y, z and an origin. */
    private void nifti(String name, double x, double y, double xSize, double zSize, double origin) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(352).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, 348).putShort(40, (short) 3).putShort(42, (short) 2).putShort(44, (short) 2)
                .putShort(46, (short) 2).putShort(70, (short) 2).putFloat(108, 352).putShort(254, (short) 1);
        header.putFloat(80, (float) xSize).putFloat(84, 1).putFloat(88, (float) zSize);
        header.putFloat(280, (float) (x * xSize)).putFloat(292, (float) origin);
        header.putFloat(300, (float) y).putFloat(320, (float) zSize);
        header.position(344);
        header.put(new byte[] {'n', '+', '1', 0});
        try (OutputStream out = Files.newOutputStream(new File(folder.getRoot(), name).toPath())) {
            out.write(header.array());
            out.write(new byte[] {0, 1, 0, 0, 0, 1, 0, 0});
        }
    }

    private LabelledImages read(int dimensions) {
        ImageReader reader = new ImageReader(dimensions, 1);
        return LabelledImages.read(LabelPairs.match(new File(folder.getRoot(), "images"),
                new File(folder.getRoot(), "labels"), reader), LabelRule.DEFAULT, reader);
    }

    @Test
    public void theSamePlaceIsTaken() throws IOException {
        nifti("labels/a.nii", 1, 1, 1, 2, 0.001);
        assertEquals(1, read(3).size());
        assertEquals(2, read(2).size());
    }

    @Test
    public void mirroredLabelsAreRefusedInEveryDimension() throws IOException {
        nifti("labels/a.nii", -1, -1, 1, 2, 0);
        Expect.failure(() -> read(3), "a.nii", "RAS", "LPS");
        Expect.failure(() -> read(2), "a.nii", "RAS", "LPS");
    }

    @Test
    public void labelsElsewhereAreRefused() throws IOException {
        nifti("labels/a.nii", 1, 1, 1, 2, 40);
        Expect.failure(() -> read(3), "a.nii", "40 mm away");
    }

    @Test
    public void labelsOfAnotherScaleAreRefused() throws IOException {
        nifti("labels/a.nii", 1, 1, 3, 6, 0);
        Expect.failure(() -> read(3), "3 × 1 × 6 mm", "1 × 1 × 2 mm");
    }

    @Test
    public void oneBadPairDoesNotEndTheOthers() throws IOException {
        nifti("labels/a.nii", 1, 1, 1, 2, 0);
        for (String bad : new String[] {"b", "c", "d"}) {
            nifti("images/" + bad + ".nii", 1, 1, 1, 2, 0);
            nifti("labels/" + bad + ".nii", 1, 1, 1, 2, bad.equals("c") ? 40 : 0);
        }
        Files.write(new File(folder.getRoot(), "images/b.nii").toPath(), new byte[0]);
        Files.write(new File(folder.getRoot(), "labels/d.nii").toPath(), new byte[9]);
        LabelledImages read = read(3);
        assertEquals(1, read.size());
        assertEquals(3, read.notes().size());
        assertTrue(read.notes().toString(), read.notes().stream().allMatch(note -> note.startsWith("Left out ")));
    }

    @Test
    public void aPairThatIsLeftOutBecauseOfItsPlaceMakesNoClass() throws IOException {
        nifti("labels/a.nii", 1, 1, 1, 2, 0);
        nifti("images/b.nii", 1, 1, 1, 2, 0);
        nifti("labels/b.nii", 1, 1, 1, 2, 40);
        File elsewhere = new File(folder.getRoot(), "labels/b.nii");
        byte[] bytes = Files.readAllBytes(elsewhere.toPath());
        bytes[bytes.length - 1] = 7;
        Files.write(elsewhere.toPath(), bytes);
        LabelledImages read = read(3);
        assertEquals(1, read.size());
        assertEquals(2, read.classes().count());
        assertEquals(1, read.notes().size());
    }
}
