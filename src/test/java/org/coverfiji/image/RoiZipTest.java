package org.coverfiji.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.io.File;
import java.io.FileInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.io.RoiDecoder;

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

    private static Roi named(Roi roi, String name) {
        roi.setName(name);
        return roi;
    }
}
