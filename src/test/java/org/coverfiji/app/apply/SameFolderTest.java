package org.coverfiji.app.apply;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageReader;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

/** Two runs at once into one folder leave results that are wholly of one of them. */
public class SameFolderTest {

    private static final int SIDE = 20;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Gives all pixels one class, and does something in between. */
    private static final class One implements PixelClassifier {

        private final int number;
        private final Runnable meanwhile;

        One(int number, Runnable meanwhile) {
            this.number = number;
            this.meanwhile = meanwhile;
        }

        @Override
        public List<String> classes() {
            return List.of("zero", "one", "two");
        }

        @Override
        public LabelImage labels(FloatImage image) {
            meanwhile.run();
            int[] classes = new int[image.pixels()];
            Arrays.fill(classes, number);
            return new LabelImage(image.name(), classes, image.size());
        }

        @Override
        public FloatImage probabilities(FloatImage image) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String maker() {
            return "model " + number;
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private void segment(File file, PixelClassifier classifier) {
        new SegmentationFiles(new File(folder.getRoot(), "out"), false, false).writeAll(folder.getRoot(),
                List.of(FileGroup.of(file)), new ImageReader(2, 1), classifier, false, line -> { });
    }

    private void assertOf(int number) throws IOException {
        File out = new File(folder.getRoot(), "out");
        assertEquals(number, IJ.openImage(new File(out, "image_labels.tif").getPath()).getProcessor().get(3, 3));
        String record = Files.readString(new File(out, "image_made_from.txt").toPath());
        assertTrue(record, record.contains("model " + number));
    }

    @Test
    public void theSecondIsToldAndTheFirstIsWhole() throws IOException {
        File file = folder.newFile("image.tif");
        IJ.saveAsTiff(new ImagePlus("", new ByteProcessor(SIDE, SIDE)), file.getPath());
        segment(file, new One(1, () -> Expect.failure(() -> segment(file, new One(2, () -> { })), "image_…",
                "is being written by another run")));
        assertOf(1);
        segment(file, new One(2, () -> { }));
        assertOf(2);
    }
}
