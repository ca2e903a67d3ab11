package org.coverfiji.app.correct;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

import org.coverfiji.image.Expect;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;

public class LabelCollectionTest {

    private static final List<String> NAMES = List.of("background", "cell");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static ImagePlus image(String title, int slices) {
        ImagePlus image = IJ.createImage(title, "8-bit ramp", 3, 2, slices);
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        image.getCalibration().pixelDepth = 4;
        image.getCalibration().setUnit("mm");
        image.setOverlay(new Overlay(new Roi(0, 0, 1, 1)));
        return image;
    }

    private static LabelImage plane(int... classes) {
        return new LabelImage("labels", classes, 2, 3);
    }

    private LabelCollection collection() {
        return new LabelCollection(new File(folder.getRoot(), "collected labels"), NAMES);
    }

    @Test
    public void imagesAndLabelsGrowAndAreReadAgain() {
        LabelCollection collection = collection();
        collection.save(image("a/b.png", 1), List.of(plane(0, 1, 1, 0, 0, 0)));
        collection.save(image("stack", 2), List.of(plane(0, 0, 0, 0, 0, 0), plane(1, 1, 0, 0, 0, 0)));
        LabelledImages read = collection().read(new ImageReader(2, 1));
        assertEquals(3, read.size());
        assertEquals(NAMES, read.classes().names());
        assertArrayEquals(new int[] {0, 1, 1, 0, 0, 0}, read.get(0).label().classes());
        assertEquals("mm", read.unit(0));
        assertArrayEquals(new double[] {4, 0.5, 0.5}, collection().read(new ImageReader(3, 1)).spacing(0), 1e-9);
        assertNull("what lies on the image is no part of it",
                IJ.openImage(new File(collection.images(), "a_b.tif").getPath()).getOverlay());
    }

    @Test
    public void theLabelsOfAnImageAreReplacedButNotAnotherImage() {
        LabelCollection collection = collection();
        collection.save(image("a.png", 1), List.of(plane(0, 1, 1, 0, 0, 0)));
        collection.save(image("a.tif", 1), List.of(plane(1, 1, 1, 0, 0, 0)));
        assertArrayEquals(new int[] {1, 1, 1, 0, 0, 0},
                collection.read(new ImageReader(2, 1)).get(0).label().classes());
        ImagePlus other = image("a.png", 1);
        other.getProcessor().set(0, 0, 99);
        Expect.failure(() -> collection.save(other, List.of(plane(0, 0, 0, 0, 0, 0))), "another image",
                "Image > Rename");
    }

    @Test
    public void aFileThatIsOpenTwiceIsOneImage() throws IOException {
        String file = new File(folder.getRoot(), "a.tif").getPath();
        IJ.saveAsTiff(image("a", 1), file);
        ImagePlus again = IJ.openImage(file);
        again.setTitle("a-1.tif");
        assertEquals("a.tif", collection().save(again, List.of(plane(0, 1, 1, 0, 0, 0))).getName());
        assertEquals("a-1.tif", collection().save(image("a-1.tif", 1), List.of(plane(0, 1, 1, 0, 0, 0))).getName());
    }

    @Test
    public void otherClassesAreRefused() throws IOException {
        collection().save(image("a.png", 1), List.of(plane(0, 1, 1, 0, 0, 0)));
        File place = new File(folder.getRoot(), "collected labels");
        assertEquals("background\ncell\n", Files.readString(new File(place, "classes.txt").toPath()));
        Expect.failure(() -> new LabelCollection(place, List.of("cell", "background")), "background, cell",
                "another folder");
    }

    @Test
    public void namesFollowTheModels() throws IOException {
        File model = new File(folder.getRoot(), "nuclei.cover");
        File next = ModelNames.next(model);
        assertEquals(new File(folder.getRoot(), "nuclei-2.cover"), next);
        assertTrue(next.createNewFile());
        assertEquals(new File(folder.getRoot(), "nuclei-3.cover"), ModelNames.next(next));
        assertEquals("one collection for all", ModelNames.collection(model), ModelNames.collection(next));
        assertEquals("nuclei labels", ModelNames.collection(next).getName());
    }
}
