package org.coverfiji.command;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

import org.coverfiji.app.apply.PixelClassifier;
import org.coverfiji.image.Expect;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.read.ImageReader;
import org.junit.Test;

import com.sun.management.ThreadMXBean;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ShortProcessor;

/** An image can be used after it was closed, and holding it takes no memory beside its own. */
public class SourceImageTest {

    private static final int SIDE = 500;

    /** Keeps what it is given. */
    private static final class Kept implements PixelClassifier {
        final List<FloatImage> images = new ArrayList<>();

        @Override
        public List<String> classes() {
            return List.of("one", "two");
        }

        @Override
        public LabelImage labels(FloatImage image) {
            images.add(image);
            return new LabelImage(image.name(), new int[image.pixels()], image.size());
        }

        @Override
        public FloatImage probabilities(FloatImage image) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String maker() {
            return "";
        }

        @Override
        public void close() {
            // Nothing to close.
        }
    }

    private static List<FloatImage> afterClosing(ImagePlus image, ImageReader reader) {
        SourceImage source = new SourceImage(image, reader);
        image.close();
        image.flush();
        Kept kept = new Kept();
        source.segmented(kept, false);
        return kept.images;
    }

    private static void assertSame(ImagePlus image, ImageReader reader) {
        List<FloatImage> before = reader.convert(image);
        List<FloatImage> after = afterClosing(image, reader);
        assertEquals(before.size(), after.size());
        for (int i = 0; i < before.size(); i++) {
            assertEquals(before.get(i).name(), after.get(i).name());
            assertArrayEquals(before.get(i).size(), after.get(i).size());
            assertArrayEquals(before.get(i).spacing(), after.get(i).spacing(), 0);
            assertEquals(before.get(i).unit(), after.get(i).unit());
            assertArrayEquals(before.get(i).data(), after.get(i).data(), 0);
        }
    }

    private static ImageStack ramps(int slices) {
        ImageStack stack = new ImageStack(20, 16);
        for (int slice = 0; slice < slices; slice++) {
            short[] pixels = new short[20 * 16];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (short) (1000 * slice + i);
            }
            stack.addSlice(new ShortProcessor(20, 16, pixels, null));
        }
        return stack;
    }

    @Test
    public void aClosedImageGivesWhatItHeld() {
        ImagePlus stack = new ImagePlus("stack", ramps(12));
        stack.setDimensions(2, 3, 2);
        Calibration calibration = new Calibration();
        calibration.pixelWidth = 0.5;
        calibration.pixelDepth = 2;
        calibration.setUnit("mm");
        calibration.setFunction(Calibration.STRAIGHT_LINE, new double[] {-10, 2}, "HU");
        stack.setCalibration(calibration);
        assertSame(stack.duplicate(), new ImageReader(2, 2));
        assertSame(stack, new ImageReader(3, 2));
        assertSame(new ImagePlus("single", ramps(1).getProcessor(1)), new ImageReader(2, 1));
        ColorProcessor colour = new ColorProcessor(20, 16);
        colour.set(7, 0xff336699);
        assertSame(new ImagePlus("colour", colour), new ImageReader(2, 3));
    }

    @Test
    public void holdingAnImageCopiesNoPixels() {
        ImagePlus image = new ImagePlus("large", new ByteProcessor(SIDE, SIDE));
        new SourceImage(new ImagePlus("before", new ByteProcessor(8, 8)), new ImageReader(2, 1));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        new SourceImage(image, new ImageReader(2, 1));
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(bytes + " bytes", bytes < SIDE * SIDE);
    }

    @Test
    public void whatDoesNotFitIsRefusedAtOnce() {
        Expect.failure(() -> new SourceImage(new ImagePlus("flat", new ByteProcessor(20, 16)), new ImageReader(3, 1)),
                "Cannot use flat", "single 2D image");
        ImagePlus closed = new ImagePlus("gone", ramps(2));
        closed.flush();
        Expect.failure(() -> new SourceImage(closed, new ImageReader(2, 1)), "was closed");
    }
}
