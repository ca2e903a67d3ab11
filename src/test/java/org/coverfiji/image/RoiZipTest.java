package org.coverfiji.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.gui.OvalRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.io.RoiEncoder;

public class RoiZipTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void roisComeBackAsTheManagerReadsThem() throws Exception {
        File file = new File(folder.getRoot(), "rois.zip");
        Roi first = named(new Roi(1, 2, 3, 4), "left/right");
        first.setPosition(0, 3, 2);
        RoiZip.write(file, Arrays.asList(first, named(new OvalRoi(0, 0, 5, 5), "heart"),
                named(new Roi(0, 0, 1, 1), "heart")));
        List<String> names = new ArrayList<>();
        List<Roi> rois = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new FileInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                rois.add(new RoiDecoder(zip.readAllBytes(), entry.getName()).getRoi());
            }
        }
        assertEquals(Arrays.asList("left_right.roi", "heart.roi", "heart-1.roi"), names);
        assertEquals(first.getBounds(), rois.get(0).getBounds());
        assertEquals(3, rois.get(0).getZPosition());
        assertEquals(Roi.OVAL, rois.get(1).getType());
    }

    @Test
    public void whatOthersSavedIsNotReplaced() throws Exception {
        File file = new File(folder.getRoot(), "rois.zip");
        RoiZip.requireReplaceable(file);
        RoiZip.write(file, Arrays.asList(named(new Roi(1, 2, 3, 4), "a")));
        RoiZip.requireReplaceable(file);
        File others = folder.newFile("others.zip");
        RoiZip.requireReplaceable(others);
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(others))) {
            zip.putNextEntry(new ZipEntry("a.roi"));
            zip.write(RoiEncoder.saveAsByteArray(new Roi(1, 2, 3, 4)));
        }
        Expect.failure(() -> RoiZip.requireReplaceable(others), "others.zip exists and holds no ROIs of this command");
        Files.writeString(others.toPath(), "a letter");
        Expect.failure(() -> RoiZip.requireReplaceable(others), "move that file away");
    }

    @Test
    public void noRoisAreAnEmptyFile() throws Exception {
        File file = new File(folder.getRoot(), "none.zip");
        RoiZip.write(file, List.of());
        try (ZipInputStream zip = new ZipInputStream(new FileInputStream(file))) {
            assertNull(zip.getNextEntry());
        }
    }

    @Test
    public void whatWasWrittenIsReadBack() throws Exception {
        File file = new File(folder.getRoot(), "rois.zip");
        Roi first = named(new Roi(1, 2, 3, 4), "left");
        first.setPosition(2);
        RoiZip.write(file, List.of(first, named(new OvalRoi(0, 0, 5, 5), "heart")));
        List<Roi> read = RoiZip.read(file);
        assertEquals(List.of("left", "heart"), List.of(read.get(0).getName(), read.get(1).getName()));
        assertEquals(first.getBounds(), read.get(0).getBounds());
        assertEquals(2, read.get(0).getPosition());
        File single = new File(folder.getRoot(), "one.roi");
        Files.write(single.toPath(), RoiEncoder.saveAsByteArray(first));
        assertEquals("one", RoiZip.read(single).get(0).getName());
    }

    @Test
    public void whatHoldsNoRoisIsNamed() throws Exception {
        File none = new File(folder.getRoot(), "none.zip");
        RoiZip.write(none, List.of());
        File damaged = new File(folder.getRoot(), "damaged.roi");
        Files.write(damaged.toPath(), new byte[] {'I', 'o', 'u', 't', 0});
        assertFails("There are no ROIs in " + none, none);
        assertFails("Cannot read the ROIs in " + damaged, damaged);
        assertFails("Cannot read the ROIs in ", new File(folder.getRoot(), "absent.zip"));
    }

    /** Zeros shrink to a thousandth; a few bytes can say that there are two thousand million points. */
    @Test
    public void whatWouldFillTheMemoryIsRefused() throws Exception {
        File packed = new File(folder.getRoot(), "packed.zip");
        byte[] roi = RoiEncoder.saveAsByteArray(new Roi(1, 2, 3, 4));
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(packed))) {
            zip.putNextEntry(new ZipEntry("large.roi"));
            zip.write(Arrays.copyOf(roi, Limits.ROI + 1));
        }
        assertFails("Cannot read the ROIs in " + packed, packed);
        File claiming = new File(folder.getRoot(), "claiming.roi");
        byte[] polygon = RoiEncoder.saveAsByteArray(new PolygonRoi(new int[] {1, 9, 5}, new int[] {1, 1, 9}, 3,
                Roi.POLYGON));
        // No points in two bytes: as many as four others say.
        ByteBuffer.wrap(polygon).putShort(16, (short) 0).putInt(18, Integer.MAX_VALUE);
        Files.write(claiming.toPath(), polygon);
        assertFails("Cannot read the ROIs in " + claiming, claiming);
    }

    @Test
    public void whatIsNoRoiInAnArchiveIsPassedOver() throws Exception {
        File file = new File(folder.getRoot(), "mixed.zip");
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("notes.txt"));
            zip.write(1);
            zip.putNextEntry(new ZipEntry("set/one.roi"));
            zip.write(RoiEncoder.saveAsByteArray(new Roi(1, 2, 3, 4)));
        }
        assertEquals("one", RoiZip.read(file).get(0).getName());
    }

    private static void assertFails(String expected, File file) {
        CoverException e = assertThrows(CoverException.class, () -> RoiZip.read(file));
        assertTrue(e.getMessage(), e.getMessage().startsWith(expected));
    }

    private static Roi named(Roi roi, String name) {
        roi.setName(name);
        return roi;
    }
}
