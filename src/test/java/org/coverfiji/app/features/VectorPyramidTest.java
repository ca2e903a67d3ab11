package org.coverfiji.app.features;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.coverfiji.engine.EngineLoader;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.coverfiji.train.view.ViewBatch;
import org.junit.Test;

public class VectorPyramidTest {

    private static final CoverConfiguration COVER = new CoverConfiguration(4, new int[] {2, 2, 2, 1, 1}, 1, 1);

    private static Tensor noise(long seed, int... shape) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = random.nextFloat();
        }
        return tensor;
    }

    /** Of a network with other weights than its seed draws. */
    @Test
    public void theFieldsAreThoseOfThePretrainedNetwork() {
        NetworkConfiguration network = TestModels.network(2, 1);
        Tensor moving = noise(1, 1, 1, 32, 32);
        Tensor fixed = noise(2, 1, 1, 32, 32);
        Engine engine = EngineLoader.load("cpu");
        Map<String, Tensor> weights;
        Map<String, Tensor> expected;
        try (PretrainingNetwork trained = engine.pretraining(network, COVER, OptimizerConfiguration.PUBLISHED, 99)) {
            weights = trained.parameters();
            expected = trained.outputs(new ViewBatch(moving, fixed, Tensor.zeros(1, 2, 32, 32),
                    Tensor.zeros(1, 1, 32, 32)).batch());
        }
        ModelFile file = new ModelFile(TestModels.description(network, 32).method("COVER").seed(1)
                .methodSettings(Map.of("head_dimension", "4", "heads", "2,2,2,1,1", "amplitude", "1")).build(), weights,
                Collections.emptyMap());
        assertTrue(VectorPyramid.isIn(file));
        try (VectorPyramid pyramid = VectorPyramid.of(engine, file)) {
            List<Tensor> fields = pyramid.fields(moving, fixed);
            assertEquals(5, fields.size());
            assertArrayEquals(new int[] {1, 2, 32, 32}, fields.get(4).shape());
            for (int level = 0; level < 5; level++) {
                assertArrayEquals(expected.get(String.valueOf(level)).data(), fields.get(level).data(), 0);
            }
            assertTrue(Arrays.toString(fields.get(4).shape()), fields.get(4).data()[500] != 0);
        }
    }

    @Test
    public void otherModelsHaveNone() {
        ModelFile file = TestModels.model(TestModels.description(TestModels.network(2, 1), 32).method("COVER").build());
        assertFalse("as after fine-tuning", VectorPyramid.isIn(file));
    }
}
