package org.coverfiji.app.inspect;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.NpzFile;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.math.PixelVectors;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Test;

public class ProjectionHeadsTest {

    /** Two heads of one feature on the deepest level, one on the others; weights 0 but for the deepest. */
    private static ModelFile model(Map<String, String> settings) {
        NetworkConfiguration network = TestModels.network(2, 1);
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.weights(network));
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            int out = level == 0 ? 2 : 1;
            int in = network.levelChannels(level);
            weights.put("proj." + level + ".proj.weight", Tensor.zeros(out, in, 1, 1));
            weights.put("proj." + level + ".proj.bias", Tensor.zeros(out));
            weights.put("proj." + level + ".norm.weight", new Tensor(new float[out], out));
            weights.put("proj." + level + ".norm.bias", Tensor.zeros(out));
        }
        weights.get("proj.0.proj.weight").data()[0] = 1;
        weights.get("proj.0.proj.weight").data()[network.levelChannels(0) + 1] = 2;
        weights.get("proj.0.proj.bias").data()[1] = 1;
        weights.get("proj.0.norm.weight").data()[0] = 3;
        weights.get("proj.0.norm.weight").data()[1] = 1;
        weights.get("proj.0.norm.bias").data()[1] = 0.5f;
        return new ModelFile(TestModels.description(network, 32).methodSettings(settings).build(), weights,
                Collections.emptyMap());
    }

    @Test
    public void aMapIsProjectedAndNormalisedOverChannelsAndPixels() {
        ProjectionHeads heads = ProjectionHeads.of(model(Map.of("heads", "2,1,1,1,1", "head_dimension", "1",
                "amplitude", "3")));
        assertEquals(2, heads.count(0));
        assertEquals(3, heads.configuration().amplitude());
        assertEquals(1, heads.temperature(), 0);
        Tensor map = Tensor.zeros(1, 24, 1, 2);
        // Channel 0: 1, 3; channel 1: 0.5, −2. Projected: 1, 3 and 2, −3; mean 0.75, variance 23/4 − 0.5625.
        map.data()[0] = 1;
        map.data()[1] = 3;
        map.data()[2] = 0.5f;
        map.data()[3] = -2;
        PixelVectors projected = heads.project(0, map);
        double deviation = Math.sqrt(23.0 / 4 - 0.5625 + 1e-5);
        assertArrayEquals(new float[] {(float) (3 * 0.25 / deviation), (float) (1.25 / deviation + 0.5)},
                projected.vector(0), 1e-5f);
        assertArrayEquals(new float[] {(float) (3 * 2.25 / deviation), (float) (-3.75 / deviation + 0.5)},
                projected.vector(1), 1e-5f);
    }

    @Test
    public void aModelWithoutHeadsOrWithOthersThanItSaysHasNone() {
        assertNull(ProjectionHeads.of(TestModels.model(TestModels.description(TestModels.network(2, 1), 32).build())));
        assertNull("four heads of eight features are said by default", ProjectionHeads.of(model(Map.of())));
    }

    @Test
    public void withoutThePyramidOnlyTheDeepestLevelHasHeads() {
        ProjectionHeads heads = ProjectionHeads.of(model(Map.of("heads", "2,1,1,1,1", "head_dimension", "1",
                "aggregation", "coarsest")));
        assertTrue(heads.has(0));
        assertFalse(heads.has(1));
    }

    @Test
    public void projectionsAreThoseOfThePublishedProgram() throws IOException {
        File golden = new File(System.getProperty("cover.golden", "../shared/golden"), "cover2d.npz");
        assumeTrue("no " + golden, golden.isFile());
        Map<String, Tensor> arrays = NpzFile.read(golden);
        Map<String, Tensor> weights = new LinkedHashMap<>();
        arrays.forEach((name, tensor) -> weights.put(name.replaceFirst("^param/", ""), tensor));
        ModelDescription model = TestModels.description(new NetworkConfiguration(2, 1,
                new int[] {8, 16, 16, 32, 32, 32, 16, 16, 8}), 32).build();
        ProjectionHeads heads = ProjectionHeads.of(new ModelFile(model, weights, Collections.emptyMap()));
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            Tensor features = arrays.get("feat/fixed/level" + level);
            PixelVectors expected = PixelVectors.of(first(arrays.get("mov/level" + level + "/q")));
            PixelVectors projected = heads.project(level, first(features));
            for (int p = 0; p < expected.pixels(); p++) {
                assertArrayEquals("level " + level, expected.vector(p), projected.vector(p), 2e-4f);
            }
        }
    }

    private static Tensor first(Tensor batch) {
        int[] shape = batch.shape();
        float[] data = Arrays.copyOf(batch.data(), batch.data().length / shape[0]);
        shape[0] = 1;
        return new Tensor(data, shape);
    }
}
