package org.coverfiji.app;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.apply.WholeImages;
import org.coverfiji.app.evaluate.Evaluator;
import org.coverfiji.app.inspect.InspectedImages;
import org.coverfiji.image.DicomBytes;
import org.coverfiji.image.ImagePreparation;
import org.coverfiji.image.ImageRows;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.ClassificationTable;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelPairs;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.FolderImageSource;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/** Whatever reads images ends soon when its thread is interrupted, and takes that for no failure of a file. */
public class InterruptedReadingTest {

    private static final int SIDE = 20;
    private static final int SLICES = 6;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File images;
    private File labels;

    @Before
    public void write() throws IOException {
        images = folder.newFolder("images");
        labels = folder.newFolder("labels");
        for (int n = 0; n < 2; n++) {
            for (File place : List.of(images, labels)) {
                new FileSaver(new ImagePlus("", pixels(n))).saveAsPng(new File(place, "image" + n + ".png").getPath());
            }
        }
    }

    @After
    public void clear() {
        Thread.interrupted();
    }

    private static ByteProcessor pixels(int seed) {
        ByteProcessor pixels = new ByteProcessor(SIDE, SIDE);
        for (int i = 0; i < SIDE * SIDE; i++) {
            pixels.set(i, (i + seed) % 3);
        }
        return pixels;
    }

    private File volume() throws IOException {
        ImageStack stack = new ImageStack(SIDE, SIDE);
        for (int slice = 0; slice < SLICES; slice++) {
            stack.addSlice(pixels(slice));
        }
        File file = folder.newFile("volume.tif");
        new FileSaver(new ImagePlus("", stack)).saveAsTiffStack(file.getPath());
        return file;
    }

    private File slices() throws IOException {
        File series = folder.newFolder("series");
        for (int n = 0; n < 2; n++) {
            byte[] slice = new DicomBytes(DicomBytes.EXPLICIT).text(0x0020000e, "UI", "1.2.3")
                    .text(0x00200032, "DS", "0\\0\\" + n).text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
                    .number(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").size(SIDE, SIDE)
                    .pixels(16, true, new int[SIDE * SIDE]).bytes();
            Files.write(new File(series, "slice" + n).toPath(), slice);
        }
        return series;
    }

    @Test
    public void everyLoopHeedsAnInterrupt() throws IOException {
        ImageReader flat = new ImageReader(2, 0);
        ImageReader deep = new ImageReader(3, 0);
        List<File> files = ImageFiles.list(images, false, null);
        List<FileGroup> groups = flat.group(files);
        List<File> slices = ImageFiles.list(slices(), false, null);
        FileGroup volume = FileGroup.of(volume());
        ImageRows rows = flat.rows(FileGroup.of(single()));
        LabelPairs pairs = LabelPairs.match(images, labels, flat);
        LabelRule rule = new LabelRule(false, false, 0);
        ClassificationTable table = ClassificationTable.read(classes(), null);
        ImagePreparation preparation = new ImagePreparation(Normalization.DEFAULT, 0, 16, 16);
        FolderImageSource source = new FolderImageSource(files, flat, preparation, 1 << 20);

        Map<String, Runnable> loops = new LinkedHashMap<>();
        loops.put("a file's slices", () -> flat.read(volume));
        loops.put("a volume", () -> deep.read(volume));
        loops.put("a folder", () -> flat.read(images));
        loops.put("rows", () -> rows.read(0, 2));
        loops.put("shapes", () -> flat.shape(groups));
        loops.put("series", () -> deep.group(slices));
        loops.put("a folder's listing", () -> ImageFiles.list(images, true, null));
        loops.put("training images", () -> new FolderImageSource(files, flat, preparation, 1 << 20));
        loops.put("their fingerprint", source::fingerprint);
        loops.put("labelled images", () -> LabelledImages.read(pairs, rule, flat));
        loops.put("of known classes", () -> LabelledImages.read(pairs, LabelClasses.of(List.of("0", "1", "2")), flat));
        loops.put("whole images", () -> new WholeImages(table, flat, preparation, null));
        loops.put("compared images", () -> new Evaluator(rule).folders(images, labels));
        loops.put("inspected images", () -> InspectedImages.read(images, null, rule, flat, 2, line -> { }));
        loops.put("an open image", () -> flat.convert(new ImagePlus("open", pixels(0))));
        loops.forEach((what, loop) -> {
            loop.run();
            Thread.currentThread().interrupt();
            assertThrows(what, CancelledException.class, loop::run);
            assertTrue(what + ": the mark is its owner's", Thread.interrupted());
        });
    }

    private File single() throws IOException {
        File file = folder.newFile("single.tif");
        new FileSaver(new ImagePlus("", pixels(0))).saveAsTiff(file.getPath());
        return file;
    }

    private File classes() throws IOException {
        File classes = folder.newFolder("classes");
        for (String name : List.of("a", "b")) {
            File own = new File(classes, name);
            assertTrue(own.mkdir());
            new FileSaver(new ImagePlus("", pixels(0))).saveAsPng(new File(own, "image.png").getPath());
        }
        return classes;
    }

    /** As the slices of a large series, each of which takes its time. */
    @Test
    public void aVolumeIsNotReadToItsEnd() {
        int[] read = {0};
        VirtualStack slow = new VirtualStack(SIDE, SIDE, null, null) {

            @Override
            public ImageProcessor getProcessor(int slice) {
                read[0]++;
                if (slice == 3) {
                    Thread.currentThread().interrupt();
                }
                return pixels(slice);
            }

            @Override
            public int size() {
                return SLICES;
            }

            @Override
            public int getSize() {
                return SLICES;
            }
        };
        ImagePlus image = new ImagePlus("slow", slow);
        read[0] = 0;
        assertThrows(CancelledException.class, () -> new ImageReader(3, 0).convert(image));
        assertTrue(read[0] + " slices", read[0] <= 4);
    }

    @Test
    public void anInterruptIsNoFailureOfAPart() {
        CoverException failure = new CoverException("It cannot be read.");
        CancelledException.ifBehind(failure);
        CancelledException wish = new CancelledException("Enough.");
        assertEquals(wish, assertThrows(CancelledException.class, () -> CancelledException.ifBehind(wish)));
        Thread.currentThread().interrupt();
        assertThrows(CancelledException.class, () -> CancelledException.ifBehind(failure));
    }
}
