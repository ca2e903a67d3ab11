package org.coverfiji.train.crop;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.function.IntFunction;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageOrigin;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.view.TestImages;
import org.junit.Test;

public class PartitionSamplerTest {

    private static final int[] PATCH = {16, 16};

    /** Images of noise around (1 + place) / 10. */
    private static ImageSource slices(int count, IntFunction<ImageOrigin> origins) {
        FloatImage[] images = new FloatImage[count];
        for (int i = 0; i < count; i++) {
            images[i] = TestImages.noise(i, 1, new double[] {1, 1}, 20, 18);
            for (int p = 0; p < images[i].data().length; p++) {
                images[i].data()[p] = 0.1f * (1 + origins.apply(i).place()) + 0.02f * images[i].data()[p];
            }
        }
        ImageSource source = TestImages.source(images);
        return new ImageSource() {
            @Override
            public int size() {
                return source.size();
            }

            @Override
            public FloatImage get(int index) {
                return source.get(index);
            }

            @Override
            public ImageOrigin origin(int index) {
                return origins.apply(index);
            }
        };
    }

    /** Three stacks of eight slices. */
    private static final ImageSource STACKS = slices(24,
            i -> new ImageOrigin("folder", "stack " + i / 8, i % 8, 8));

    private static PartitionSampler sampler(ImageSource images, Partition partition, int views, long from) {
        return new PartitionSampler(images, partition, PATCH, views, iteration -> iteration >= from, 8, 5);
    }

    @Test
    public void stepsTakeEveryPartOfTwoStacks() {
        Partition partition = Partition.stacks(STACKS, 4, PATCH, 5);
        assertTrue(partition.ordered());
        assertEquals(3, partition.volumes());
        for (int iteration = 0; iteration < 10; iteration++) {
            Batch batch = sampler(STACKS, partition, 2, 100).batch(iteration);
            assertArrayEquals(new float[] {0, 1, 2, 3, 0, 1, 2, 3}, batch.get(PartitionSampler.PART).data(), 0);
            int[] images = batch.images();
            for (int sample = 0; sample < 8; sample++) {
                // Two slices of eight are a part.
                assertEquals(sample % 4, images[sample] % 8 / 2);
                assertEquals(images[sample / 4 * 4] / 8, images[sample] / 8);
            }
            // The first view is the slice as it is; no slice is 0.3 brighter or darker all over, but its changes are.
            float[] first = batch.get("view1").data();
            for (int sample = 0; sample < 8; sample++) {
                assertEquals(0.1 * (1 + images[sample] % 8) + 0.01, mean(first, sample), 0.003);
            }
            assertFalse(Arrays.equals(first, batch.get("view2").data()));
        }
    }

    private static double mean(float[] views, int sample) {
        int pixels = PATCH[0] * PATCH[1];
        double sum = 0;
        for (int i = sample * pixels; i < (sample + 1) * pixels; i++) {
            sum += views[i];
        }
        return sum / pixels;
    }

    @Test
    public void viewsOfTheLocalLossDifferByIntensitiesAlone() {
        PartitionSampler sampler = sampler(STACKS, Partition.stacks(STACKS, 4, PATCH, 5), 3, 7);
        assertTrue(sampler.batch(6).tensors().containsKey("view3"));
        Batch batch = sampler.batch(7);
        assertFalse(batch.tensors().containsKey("view3"));
        Batch same = sampler(STACKS, Partition.stacks(STACKS, 4, PATCH, 5), 3, 7).batch(7);
        batch.tensors().forEach((name, tensor) -> assertArrayEquals(name, tensor.data(), same.get(name).data(), 0));
        int pixels = PATCH[0] * PATCH[1];
        float[] first = batch.get("view1").data();
        float[] second = batch.get("view2").data();
        for (int sample = 0; sample < 8; sample++) {
            // One is a linear function of the other, unless both were cut off.
            int from = sample * pixels;
            if (min(first, from, pixels) > 0 && min(second, from, pixels) > 0) {
                double slope = (second[from + 1] - second[from]) / (first[from + 1] - first[from]);
                for (int i = from; i < from + pixels; i++) {
                    assertEquals(second[from] + slope * (first[i] - first[from]), second[i], 1e-3);
                }
            }
        }
    }

    private static float min(float[] data, int from, int count) {
        float min = Float.POSITIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            min = Math.min(min, data[i]);
        }
        return min;
    }

    @Test
    public void foldersInOrderAreVolumes() {
        ImageSource images = slices(12, i -> new ImageOrigin("folder " + i / 6, "file " + i, 0, 1));
        assertFalse(Partition.stacks(images, 4, PATCH, 1).ordered());
        Partition folders = Partition.folders(images, 3, PATCH, 1);
        assertEquals(2, folders.volumes());
        int[] numbers = new PartitionSampler(images, folders, PATCH, 2, iteration -> false, 6, 1).batch(0).images();
        for (int sample = 0; sample < 6; sample++) {
            assertEquals(sample % 3, numbers[sample] % 6 / 2);
        }
    }

    /** Parts by themselves, and all views changed: there is no image as it is among equals. */
    @Test
    public void withoutAnOrderEveryImageIsAPart() {
        ImageSource images = slices(10, i -> ImageOrigin.alone("image " + i));
        Partition partition = Partition.stacks(images, 4, PATCH, 5);
        assertFalse(partition.ordered());
        Batch batch = sampler(images, partition, 2, 100).batch(0);
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, batch.get(PartitionSampler.PART).data(), 0);
        assertEquals(8, Arrays.stream(batch.images()).distinct().count());
    }

    @Test
    public void partsOfVolumesAreDepths() {
        int[] patch = {8, 8, 8};
        FloatImage volume = depths(20);
        Partition partition = Partition.depth(TestImages.source(volume, depths(16), depths(30)), 4, patch, 2);
        assertEquals(4, partition.parts());
        PartitionSampler sampler = new PartitionSampler(TestImages.source(volume, depths(16), depths(30)), partition,
                patch, 2, iteration -> false, 8, 3);
        int[] depths = {20, 16, 30};
        for (int iteration = 0; iteration < 20; iteration++) {
            Batch batch = sampler.batch(iteration);
            for (int sample = 0; sample < 8; sample++) {
                int first = Math.round(100 * batch.get("view1").data()[sample * 512]);
                int places = depths[batch.images()[sample]] - 8 + 1;
                assertEquals("iteration " + iteration + " sample " + sample, sample % 4, first * 4 / places, 1);
                assertTrue(first >= sample % 4 * places / 4 && first <= (sample % 4 + 1) * places / 4);
            }
        }
        assertFalse(Partition.depth(TestImages.source(depths(15), depths(30)), 4, patch, 2).ordered());
        assertFalse(Partition.depth(TestImages.source(depths(30)), 4, patch, 2).ordered());
    }

    /** A volume whose values are the depth, in hundredths. */
    private static FloatImage depths(int depth) {
        float[] data = new float[(int) Tensor.size(depth, 12, 10)];
        for (int i = 0; i < data.length; i++) {
            data[i] = i / 120 / 100f;
        }
        return new FloatImage("depths", data, 1, new int[] {depth, 12, 10}, new double[] {1, 1, 1}, "pixel");
    }
}
