package org.coverfiji.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.FileInputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.coverfiji.CoverException;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.gui.OvalRoi;
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

    private static void assertFails(String expected, File file) {
        CoverException e = assertThrows(CoverException.class, () -> RoiZip.read(file));
        assertTrue(e.getMessage(), e.getMessage().startsWith(expected));
    }

    private static Roi named(Roi roi, String name) {
        roi.setName(name);
        return roi;
    }
}
