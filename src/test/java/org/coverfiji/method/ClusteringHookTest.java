package org.coverfiji.method;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.crop.ClusterSampler;
import org.coverfiji.train.crop.CropConfiguration;
import org.coverfiji.train.view.SamplingState;
import org.junit.Test;

/** What happens before an epoch of DeepCluster, with a network whose features are brightness and its square. */
public class ClusteringHookTest {

    private static final int IMAGES = 4;
    private static final int ITEMS = 8 * IMAGES;
    private static final int SAMPLES = 6;

    private final List<Integer> batches = new ArrayList<>();
    private final List<Long> renewed = new ArrayList<>();

    /** Each of one brightness, with one pixel that tells that there is something to see. */
    private static final ImageSource LEVELS = new ImageSource() {
        @Override
        public int size() {
            return IMAGES;
        }

        @Override
        public FloatImage get(int index) {
            float[] data = new float[20 * 20];
            Arrays.fill(data, 0.2f * index);
            for (int i = 0; i < data.length; i += 7) {
                data[i] += 0.01f;
            }
            return new FloatImage("level " + index, data, 1, new int[] {20, 20}, new double[] {1, 1}, "pixel");
        }
    };

    private final EpochHook.Network network = new EpochHook.Network() {
        @Override
        public Map<String, Tensor> outputs(Batch batch) {
            batches.add(batch.samples());
            Tensor features = Tensor.zeros(batch.samples(), 2, 1, 1);
            float[] view = batch.get(ClusterSampler.VIEW).data();
            int pixels = view.length / batch.samples();
            for (int sample = 0; sample < batch.samples(); sample++) {
                float mean = 0;
                for (int i = 0; i < pixels; i++) {
                    mean += view[sample * pixels + i] / pixels;
                }
                features.data()[2 * sample] = mean;
                features.data()[2 * sample + 1] = (mean - 0.3f) * (mean - 0.3f);
            }
            return Map.of("features", features);
        }

        @Override
        public void renew(String prefix, long seed) {
            assertEquals("classifier.", prefix);
            renewed.add(seed);
        }
    };

    private static ClusteringHook hook() {
        ClusterSampler items = new ClusterSampler(LEVELS, new int[] {16, 16}, new CropConfiguration(0.2, 0, 0, 0), true,
                SAMPLES, 1);
        return new ClusteringHook(items, ITEMS, IMAGES, 2, SAMPLES, "features", "classifier.", 5);
    }

    @Test
    public void itemsThatAreAlikeAreClusteredAndTheClassifierBeginsAnew() {
        ClusteringHook hook = hook();
        assertEquals(ITEMS / SAMPLES, hook.interval());
        float[] clusters = hook.atBorder(0, SamplingState.EMPTY, network).get(ClusterSampler.CLUSTERS).data();
        assertEquals(ITEMS, clusters.length);
        Set<Float> different = new HashSet<>();
        for (int item = 0; item < ITEMS; item++) {
            assertEquals("item " + item, clusters[item % IMAGES], clusters[item], 0);
            different.add(clusters[item]);
        }
        assertEquals(IMAGES, different.size());
        assertEquals(1, renewed.size());
        assertTrue(batches.toString(), batches.stream().allMatch(size -> size == SAMPLES));
    }

    /** A resumed run clusters as it would have without the stop; another epoch seeds anew. */
    @Test
    public void equalBordersClusterAlike() {
        SamplingState first = hook().atBorder(5, SamplingState.EMPTY, network);
        SamplingState again = hook().atBorder(5, SamplingState.EMPTY, network);
        assertArrayEquals(first.get(ClusterSampler.CLUSTERS).data(), again.get(ClusterSampler.CLUSTERS).data(), 0);
        hook().atBorder(10, first, network);
        assertEquals(renewed.get(0), renewed.get(1));
        assertNotEquals(renewed.get(0), renewed.get(2));
    }
}
