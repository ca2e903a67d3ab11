package org.coverfiji.train.crop;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.SamplingState;
import org.coverfiji.train.view.ViewRandom;
import org.junit.Test;

public class ClusterSamplerTest {

    private static final CropConfiguration CROPS = new CropConfiguration(0.2, 0.8, 0.4, 0.5);
    private static final int[] PATCH = {16, 16};
    private static final int SAMPLES = 8;

    /** Images of noise. */
    private static ImageSource images(int count) {
        return new ImageSource() {
            @Override
            public int size() {
                return count;
            }

            @Override
            public FloatImage get(int index) {
                float[] data = new float[20 * 32];
                ViewRandom random = ViewRandom.of(index);
                for (int i = 0; i < data.length; i++) {
                    data[i] = random.unit();
                }
                return new FloatImage("image " + index, data, 1, new int[] {20, 32}, new double[] {1, 1}, "pixel");
            }
        };
    }

    private static ClusterSampler sampler(int images, boolean balanced) {
        return new ClusterSampler(images(images), PATCH, CROPS, balanced, SAMPLES, 3);
    }

    /** Nine items in cluster 0, the rest of cluster 5; no other has any. */
    private static SamplingState state(int items) {
        Tensor clusters = Tensor.zeros(items);
        Arrays.fill(clusters.data(), 9, items, 5);
        return SamplingState.EMPTY.with(ClusterSampler.CLUSTERS, clusters);
    }

    private static int small(BatchSampler sampler, int batches) {
        int small = 0;
        for (int i = 0; i < batches; i++) {
            for (float label : sampler.batch(i).get(ClusterSampler.LABELS).data()) {
                assertTrue("label " + label, label == 0 || label == 5);
                small += label == 0 ? 1 : 0;
            }
        }
        return small;
    }

    @Test
    public void fewImagesGivePatches() {
        assertEquals(80, ClusterSampler.items(10));
        assertEquals(200, ClusterSampler.items(200));
    }

    @Test
    public void clustersComeEquallyOftenWhateverTheirSize() {
        BatchSampler sampler = sampler(10, true).in(state(80));
        assertEquals(200, small(sampler, 50), 40);
    }

    @Test
    public void orAllItemsDo() {
        BatchSampler sampler = sampler(10, false).in(state(80));
        assertEquals(9, small(sampler, 10));
    }

    @Test
    public void beforeTheFirstClusteringThereIsOneCluster() {
        for (float label : sampler(10, true).batch(0).get(ClusterSampler.LABELS).data()) {
            assertEquals(0, label, 0);
        }
    }

    @Test
    public void anItemIsAlwaysTheSamePatchAndItsCropsAreOfIt() {
        ClusterSampler sampler = sampler(10, true);
        Batch batch = sampler.unchanged(3, 13, 3);
        float[] view = batch.get(ClusterSampler.VIEW).data();
        assertArrayEquals(new int[] {3, 3, 3}, batch.images());
        assertArrayEquals(Arrays.copyOfRange(view, 0, 256), Arrays.copyOfRange(view, 512, 768), 0);
        assertFalse(Arrays.equals(Arrays.copyOfRange(view, 0, 256), Arrays.copyOfRange(view, 256, 512)));
        FloatImage image = images(10).get(3);
        assertTrue(contains(image.data(), Arrays.copyOfRange(view, 0, 16)));
    }

    private static boolean contains(float[] data, float[] row) {
        for (int i = 0; i <= data.length - row.length; i++) {
            if (Arrays.equals(row, Arrays.copyOfRange(data, i, i + row.length))) {
                return true;
            }
        }
        return false;
    }

    @Test
    public void clustersOfOtherImagesAreRefused() {
        CoverException e = assertThrows(CoverException.class, () -> sampler(10, true).in(state(40)));
        assertTrue(e.getMessage(), e.getMessage().contains("of 40 items, but 10 images give 80"));
    }

    @Test
    public void aBatchIsAFunctionOfIterationAndState() {
        BatchSampler first = sampler(10, true).in(state(80));
        BatchSampler second = sampler(10, true).in(state(80));
        second.batch(0);
        Batch batch = first.batch(4);
        batch.tensors().forEach((name, tensor) ->
                assertArrayEquals(name, tensor.data(), second.batch(4).get(name).data(), 0));
        assertFalse(Arrays.equals(batch.get(ClusterSampler.VIEW).data(),
                sampler(10, true).batch(4).get(ClusterSampler.VIEW).data()));
    }
}
