package org.coverfiji.image;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** In 3D a DICOM series is one image wherever images are taken from files; in 2D every file is one. */
public class SeriesTest {

    private static final ImageReader VOLUME = new ImageReader(3, 1);

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private File file(String path) {
        File file = new File(folder.getRoot(), path);
        file.getParentFile().mkdirs();
        return file;
    }

    private void series(String place, String uid, int slices) throws IOException {
        for (int i = 0; i < slices; i++) {
            new DicomBytes(DicomBytes.EXPLICIT).text(0x0020000e, "UI", uid).text(0x00200032, "DS", "0\\0\\" + i)
                    .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0").size(1, 2).pixels(16, false, i, i % 2)
                    .write(file(place + "/IM" + i));
        }
    }

    @Test
    public void filesAreGroupedForEveryReader() throws IOException {
        series("one", "1.1", 3);
        series("two", "1.1", 2);
        series("one/rs", "1.3", 1);
        List<FileGroup> groups = VOLUME.group(ImageFiles.list(folder.getRoot(), true, null));
        assertEquals("[" + file("one/IM0") + " and 2 other slices, " + file("one/rs/IM0") + ", " + file("two/IM0")
                + " and another slice]", groups.toString());
        assertArrayEquals(new int[] {3, 1, 2}, VOLUME.read(groups.get(0)).get(0).size());
        assertEquals(3, VOLUME.geometry(groups.get(0)).slices());
        assertEquals(6, new ImageReader(2, 1).group(ImageFiles.list(folder.getRoot(), true, null)).size());
    }

    @Test
    public void seriesHaveLabels() throws IOException {
        series("images/case1", "1.1", 3);
        series("images/case2", "1.2", 2);
        for (int number = 1; number < 3; number++) {
            new NiftiBytes(false, java.nio.ByteOrder.LITTLE_ENDIAN, NiftiBytes.UINT8, 2, 1, 4 - number)
                    .values(number == 1 ? new double[] {0, 1, 0, 1, 0, 1} : new double[] {0, 1, 0, 1})
                    .write(file("labels/case" + number + "_seg.nii"));
        }
        LabelPairs pairs = LabelPairs.match(file("images"), file("labels"), VOLUME);
        assertEquals("[IM0 and 2 other slices with case1_seg.nii, IM0 and another slice with case2_seg.nii]",
                pairs.pairs().toString());
        assertEquals(2, LabelledImages.read(pairs, LabelRule.DEFAULT, VOLUME).size());
        assertEquals("one series and one label need no names", 1,
                LabelPairs.match(file("images/case1"), file("labels/case2_seg.nii"), VOLUME).pairs().size());
    }

    @Test
    public void seriesHaveClasses() throws IOException {
        series("classes/ill/a", "1.1", 3);
        series("classes/well/b", "1.2", 3);
        ClassificationTable table = ClassificationTable.read(file("classes"), null);
        assertEquals(6, table.size());
        ClassificationTable volumes = table.grouped(VOLUME);
        assertEquals("[IM0 and 2 other slices: ill, IM0 and 2 other slices: well]", volumes.rows().toString());
        assertEquals(6, table.grouped(new ImageReader(2, 1)).size());
        series("mixed/ill", "1.1", 2);
        Files.writeString(file("mixed/t.csv").toPath(), "file,label\nill/IM0,x\nill/IM1,y\n");
        Expect.failure(() -> ClassificationTable.read(file("mixed/t.csv"), null).grouped(VOLUME),
                "slices of one series",
                "x, y");
    }

    @Test
    public void namesThatTheLocaleCannotExpressAreToldTruly() {
        Expect.failure(() -> VOLUME.read(file("??ml??ut.png")), "locale", "LC_ALL");
        Expect.failure(() -> VOLUME.read(file("missing.png")), "There is no file", "missing.png");
        assertTrue(file("").isDirectory());
    }
}
