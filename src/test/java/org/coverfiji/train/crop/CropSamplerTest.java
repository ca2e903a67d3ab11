package org.coverfiji.train.crop;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CropGrid;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.ViewRandom;
import org.junit.Test;

public class CropSamplerTest {

    private static final CropConfiguration PLAIN = new CropConfiguration(0.2, 0, 0, 0);
    private static final CropConfiguration CHANGED = new CropConfiguration(0.2, 0.8, 0.8, 0.5);

    /** A ramp along every axis, by which a pixel tells where it comes from: Σ (10^axis · index) / 1000. */
    private static FloatImage ramp(int channels, int... size) {
        int pixels = (int) Tensor.size(size);
        float[] data = new float[channels * pixels];
        for (int i = 0; i < data.length; i++) {
            int rest = i % pixels;
            float value = 0;
            for (int axis = size.length - 1; axis >= 0; axis--) {
                value += rest % size[axis] * Math.pow(10, axis);
                rest /= size[axis];
            }
            data[i] = value / 10000 + 0.1f * (i / pixels);
        }
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        return new FloatImage("ramp", data, channels, size, spacing, "pixel");
    }

    private static ImageSource source(FloatImage... images) {
        return new ImageSource() {
            @Override
            public int size() {
                return images.length;
            }

            @Override
            public FloatImage get(int index) {
                return images[index];
            }
        };
    }

    @Test
    public void aBatchIsAFunctionOfSeedAndIteration() {
        ImageSource images = source(ramp(1, 40, 36), ramp(1, 50, 60), ramp(1, 40, 40));
        CropSampler first = new CropSampler(images, new int[] {32, 32}, CHANGED, 4, 7);
        CropSampler second = new CropSampler(images, new int[] {32, 32}, CHANGED, 4, 7);
        second.batch(0);
        Batch batch = first.batch(5);
        Batch same = second.batch(5);
        batch.tensors().forEach((name, tensor) -> assertArrayEquals(name, tensor.data(), same.get(name).data(), 0));
        assertArrayEquals(batch.images(), same.images());
        assertEquals(4, batch.samples());
        assertFalse(Arrays.equals(batch.get(CropSampler.VIEW_1).data(), batch.get(CropSampler.VIEW_2).data()));
        assertFalse(Arrays.equals(batch.get(CropSampler.VIEW_1).data(),
                new CropSampler(images, new int[] {32, 32}, CHANGED, 4, 8).batch(5).get(CropSampler.VIEW_1).data()));
        for (float value : batch.get(CropSampler.VIEW_2).data()) {
            assertTrue(value >= 0 && value <= 1);
        }
    }

    /** On a ramp, the value at a patch's corner pixel follows from the box, mirrored or not. */
    @Test
    public void boxesTellWhereThePixelsAre() {
        check(ramp(2, 40, 36), 16, 16);
        check(ramp(1, 20, 24, 30), 16, 16, 16);
    }

    private static void check(FloatImage image, int... patch) {
        int axes = patch.length;
        boolean mirrored = false;
        for (int iteration = 0; iteration < 12; iteration++) {
            Batch batch = new CropSampler(source(image), patch, PLAIN, 1, 3).batch(iteration);
            float[] view = batch.get(CropSampler.VIEW_1).data();
            float[] box = batch.get(CropSampler.BOX_1).data();
            double value = 0;
            for (int axis = 0; axis < axes; axis++) {
                double side = image.size()[axis] - 1;
                double first = box[axis] * side;
                double last = box[axes + axis] * side;
                double extent = Math.abs(last - first) + 1;
                mirrored |= first > last;
                // The centre of the first of the patch's pixels, in the image's.
                double inset = Math.max(0, 0.5 * extent / patch[axis] - 0.5);
                value += (first < last ? first + inset : first - inset) * Math.pow(10, axis);
                assertTrue(first >= 0 && first <= side + 1e-4 && last >= 0 && last <= side + 1e-4);
            }
            assertEquals("iteration " + iteration, value / 10000, view[0], 1e-4);
        }
        assertTrue(mirrored);
    }

    /** Of two crops that are drawn apart some hardly meet; drawn together, none. */
    @Test
    public void secondCropsOverlapTheFirst() {
        for (int[] size : new int[][] {{60, 70}, {30, 36, 33}}) {
            int[] patch = new int[size.length];
            Arrays.fill(patch, 16);
            CropSampler apart = new CropSampler(source(ramp(1, size)), patch, PLAIN, 8, 3);
            CropSampler together = apart.overlapping(0.4);
            double least = 1;
            for (int iteration = 0; iteration < 20; iteration++) {
                Batch batch = together.batch(iteration);
                Batch other = apart.batch(iteration);
                for (int sample = 0; sample < batch.samples(); sample++) {
                    assertTrue(share(batch, sample, patch) >= 0.4);
                    least = Math.min(least, share(other, sample, patch));
                }
            }
            assertTrue("least share " + least, least < 0.4);
        }
        // All of a crop in another of less than the image: only itself.
        CropSampler same = new CropSampler(source(ramp(1, 60, 70)), new int[] {16, 16}, PLAIN, 8, 3).overlapping(1);
        Batch batch = same.batch(0);
        for (int sample = 0; sample < batch.samples(); sample++) {
            assertEquals(1, share(batch, sample, new int[] {16, 16}), 0);
        }
    }

    private static double share(Batch batch, int sample, int... patch) {
        float[] first = batch.get(CropSampler.BOX_1).data();
        float[] second = batch.get(CropSampler.BOX_2).data();
        int at = sample * 2 * patch.length;
        int[] matches = new CropGrid(first, at, patch).matches(new CropGrid(second, at, patch));
        return (double) Arrays.stream(matches).filter(match -> match >= 0).count() / matches.length;
    }

    @Test
    public void pixelsThatBothCropsShow() {
        int[] map = {16, 8};
        BatchSampler crops = new CropSampler(source(ramp(1, 60, 70)), new int[] {16, 16}, PLAIN, 4, 3)
                .overlapping(0.1);
        Batch batch = new SharedPixels(crops, map, 10, 5).batch(2);
        assertArrayEquals(batch.get(CropSampler.VIEW_2).data(), crops.batch(2).get(CropSampler.VIEW_2).data(), 0);
        Tensor positions = batch.get(SharedPixels.POSITIONS);
        assertArrayEquals(new int[] {4, 10}, positions.shape());
        assertArrayEquals(positions.data(),
                new SharedPixels(crops, map, 10, 5).batch(2).get(SharedPixels.POSITIONS).data(), 0);
        assertFalse(Arrays.equals(positions.data(),
                new SharedPixels(crops, map, 10, 5).batch(3).get(SharedPixels.POSITIONS).data()));
        for (int sample = 0; sample < 4; sample++) {
            int[] matches = new CropGrid(batch.get(CropSampler.BOX_1).data(), 4 * sample, map)
                    .matches(new CropGrid(batch.get(CropSampler.BOX_2).data(), 4 * sample, map));
            float[] own = Arrays.copyOfRange(positions.data(), 10 * sample, 10 * sample + 10);
            for (float position : own) {
                assertTrue(matches[(int) position] >= 0);
            }
            assertEquals(10, IntStream.range(0, 10).mapToObj(i -> own[i]).distinct().count());
        }
    }

    /** More are asked for than there are: all of them, each again in turn. */
    @Test
    public void fewSharedPixelsComeAgain() {
        BatchSampler crops =
                iteration -> new Batch(Map.of(CropSampler.BOX_1, new Tensor(new float[] {0, 0, 1, 1}, 1, 4),
                CropSampler.BOX_2, new Tensor(new float[] {0, 0.5f, 1, 1}, 1, 4)), 0);
        float[] positions = new SharedPixels(crops, new int[] {2, 2}, 5, 1).batch(0).get(SharedPixels.POSITIONS)
                .data();
        assertEquals(positions[0], positions[2], 0);
        assertEquals(4, positions[0] + positions[1], 0);
        assertEquals(positions[0], positions[4], 0);
    }

    @Test
    public void cropsCoverTheWantedPart() {
        double smallest = 1;
        double largest = 0;
        for (int i = 0; i < 300; i++) {
            float[] box = new float[4];
            Crop.draw(new int[] {100, 100}, 0.2, ViewRandom.of(1, i)).box(new int[] {100, 100}, box, 0);
            double height = box[2] - box[0] + 0.01;
            double width = Math.abs(box[3] - box[1]) + 0.01;
            smallest = Math.min(smallest, height * width);
            largest = Math.max(largest, height * width);
            assertTrue("aspect " + width / height, width / height < 1.37 && height / width < 1.37);
        }
        assertEquals(0.2, smallest, 0.03);
        assertEquals(1, largest, 0.1);
    }

    @Test
    public void brightnessAndContrastAreClamped() {
        float[] data = {0.1f, 0.5f, 0.9f};
        IntensityChange.scale(data, 0, 3, 2, 0);
        assertArrayEquals(new float[] {0.2f, 1, 1}, data, 1e-6f);
        float[] other = {0.1f, 0.5f, 0.9f};
        IntensityChange.scale(other, 0, 3, 0.5f, IntensityChange.mean(other, 0, 3));
        assertArrayEquals(new float[] {0.3f, 0.5f, 0.7f}, other, 1e-6f);
        assertNotEquals(data[0], other[0], 0.01);
    }
}
