package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.CoverConfiguration.Aggregation;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.StepTimes;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.junit.After;
import org.junit.Test;

public class CoverNetworkTest {

    private static final double RATE = 0.01;
    private static final ViewBatch BATCH = TestBatches.random(0, 2, 16, 32);
    private static final ViewBatch OTHER = TestBatches.random(10, 2, 16, 32);

    @After
    public void defaultKernels() {
        System.clearProperty(KernelChoice.PROPERTY);
    }

    private static CoverNetwork network(int dimensions, long seed) {
        return new CoverNetwork(TestBatches.narrow(dimensions), TestBatches.cover(1),
                OptimizerConfiguration.PUBLISHED, seed);
    }

    @Test
    public void trainingLowersTheLoss() {
        CoverNetwork network = network(2, 5);
        double before = network.evaluate(BATCH.batch()).losses().get("vector");
        for (int step = 0; step < 15; step++) {
            network.step(BATCH.batch(), RATE);
        }
        double after = network.evaluate(BATCH.batch()).losses().get("vector");
        assertTrue("loss on one batch before " + before + ", after " + after, after < 0.97 * before);
        network.close();
    }

    private static CoverNetwork ablated(int dimensions, CoverConfiguration method) {
        return new CoverNetwork(TestBatches.narrow(dimensions), method, OptimizerConfiguration.PUBLISHED, 5);
    }

    private static void assertTrains(int dimensions, CoverConfiguration method, int... sides) {
        CoverNetwork network = ablated(dimensions, method);
        ViewBatch batch = TestBatches.random(3, 1, sides);
        Map<String, Double> first = network.step(batch.batch(), RATE).losses();
        for (int step = 0; step < 3; step++) {
            StepResult result = network.step(batch.batch(), RATE);
            assertTrue(result.losses().toString(), !result.skipped() && result.gradientNorm() > 0);
            result.losses().forEach((name, loss) -> assertTrue(name, Double.isFinite(loss)));
            assertNotEquals(first, result.losses());
        }
        network.close();
    }

    /** N = 3, 5, 7, 9, and heads from the fewest to the most that the paper compares. */
    @Test
    public void everyWindowAndEveryNumberOfHeadsTrains() {
        int[][] heads = {{1, 1, 1, 1, 1}, {2, 2, 2, 1, 1}, {4, 4, 4, 1, 1}, {8, 8, 8, 2, 2}, {12, 12, 12, 3, 3}};
        for (int i = 0; i < heads.length; i++) {
            assertTrains(2, new CoverConfiguration(8, heads[i], Math.min(4, 1 + i), 1), 16, 32);
        }
        assertTrains(3, new CoverConfiguration(2, heads[1], 4, 1), 16, 16, 16);
        assertTrains(3, new CoverConfiguration(8, heads[4], 1, 1), 16, 16, 16);
    }

    @Test
    public void withoutVectorLossNothingOfItsBranchIsBuilt() {
        CoverNetwork network = ablated(2, TestBatches.cover(1).withVectorWeight(0));
        assertEquals(Set.of("consistency"), network.evaluate(BATCH.batch()).losses().keySet());
        assertEquals(Set.of("consistency"), network.step(BATCH.batch(), RATE).losses().keySet());
        assertTrue(network.parameters().keySet().stream().allMatch(name -> name.startsWith("backbone.")));
        assertTrue(network.outputs(BATCH.batch()).isEmpty());
        network.close();
        assertTrains(3, TestBatches.cover(1).withVectorWeight(0), 16, 16, 16);
    }

    /** A uniform displacement of the deepest level is one of sixteen times as many pixels at full resolution. */
    @Test
    public void coarsestVectorsAreUpsampledAndScaled() {
        CoverConfiguration method = TestBatches.cover(1).withAggregation(Aggregation.COARSEST);
        CoverNetwork network = ablated(2, method);
        assertTrue(network.parameters().keySet().stream().noneMatch(name -> name.startsWith("proj.1")));
        Map<String, Tensor> fields = network.outputs(TestBatches.random(0, 2, 32, 32).batch());
        assertEquals(List.of("0", "1", "2", "3"), List.copyOf(fields.keySet()));
        assertArrayEquals(new int[] {2, 2, 32, 32}, fields.get("3").shape());
        // Corners of aligned up-sampling keep their values.
        for (int level = 1; level < 4; level++) {
            Tensor coarse = fields.get(String.valueOf(level - 1));
            Tensor fine = fields.get(String.valueOf(level));
            assertEquals(2 * coarse.data()[0], fine.data()[0], 1e-6);
            assertEquals(2 * coarse.data()[coarse.data().length - 1], fine.data()[fine.data().length - 1], 1e-6);
        }
        assertTrue("the first value must not be 0", Math.abs(fields.get("3").data()[0]) > 1e-6);
        network.close();
        assertTrains(2, method, 32, 32);
        assertTrains(3, method, 16, 32, 16);
    }

    /** The gradient of the sum of weighted losses; the losses themselves are told unweighted. */
    @Test
    public void theWeightOfTheVectorLossScalesItsGradientAlone() {
        double[] norms = new double[3];
        double[] vector = new double[3];
        for (int i = 0; i < 3; i++) {
            CoverNetwork network = ablated(2, TestBatches.cover(1e-12).withVectorWeight(new double[] {1, 2, 0.5}[i]));
            StepResult result = network.step(BATCH.batch(), RATE);
            norms[i] = result.gradientNorm();
            vector[i] = result.losses().get("vector");
            network.close();
        }
        assertEquals(2 * norms[0], norms[1], 1e-4 * norms[0]);
        assertEquals(0.5 * norms[0], norms[2], 1e-4 * norms[0]);
        assertEquals(vector[0], vector[1], 0);
        assertEquals(vector[0], vector[2], 0);
    }

    @Test
    public void aMethodThatTrainsNothingIsRefused() {
        CoverException none = assertThrows(CoverException.class, () -> TestBatches.cover(0).withVectorWeight(0));
        assertTrue(none.getMessage(), none.getMessage().contains("consistency and vector_weight are both 0"));
        CoverException half = assertThrows(CoverException.class,
                () -> TestBatches.cover(0).withAggregation(Aggregation.COARSEST));
        assertTrue(half.getMessage(), half.getMessage().contains("although aggregation is coarsest"));
    }

    @Test
    public void evaluationGivesTheLossesOfTheNextStep() {
        CoverNetwork network = network(2, 5);
        StepResult evaluated = network.evaluate(BATCH.batch());
        StepResult trained = network.step(BATCH.batch(), RATE);
        assertEquals(trained.losses().get("vector"), evaluated.losses().get("vector"), 0);
        assertEquals(trained.losses().get("consistency"), evaluated.losses().get("consistency"), 0);
        assertTrue(Double.isNaN(evaluated.gradientNorm()));
        assertTrue(trained.gradientNorm() > 0);
        network.close();
    }

    @Test
    public void anEmptyMaskOnlyDecaysTheWeights() {
        CoverNetwork network = network(2, 5);
        StepResult losses = network.step(TestBatches.withEmptyMask(BATCH).batch(), RATE);
        assertEquals(0, losses.losses().get("vector"), 0);
        assertEquals(0, losses.losses().get("consistency"), 0);
        assertEquals(0, losses.gradientNorm(), 0);
        network.parameters().forEach((name, tensor) -> {
            for (float value : tensor.data()) {
                assertTrue(name, Float.isFinite(value));
            }
        });
        network.close();
    }

    @Test
    public void aRateOfZeroChangesNoWeight() {
        CoverNetwork network = network(2, 5);
        Map<String, Tensor> before = network.parameters();
        network.step(BATCH.batch(), 0);
        network.parameters().forEach(
                (name, tensor) -> assertArrayEquals(name, before.get(name).data(), tensor.data(), 0));
        network.close();
    }

    @Test
    public void backboneGivesTheMapsOfItsSeedAndWeights() {
        CoverNetwork network = network(2, 5);
        FeatureNetwork same = NativeFeatureNetwork.backbone(TestBatches.narrow(2), 1);
        FeatureNetwork again = NativeFeatureNetwork.backbone(TestBatches.narrow(2), 2);
        same.setParameters(network.parameters());
        again.setParameters(network.parameters());
        Tensor images = BATCH.moving();
        Tensor[] expected = same.features(images);
        Tensor[] actual = again.features(images);
        for (int level = 0; level < expected.length; level++) {
            int side = 1 << level;
            assertArrayEquals(new int[] {2, 8, side, 2 * side}, expected[level].shape());
            assertArrayEquals("level " + level, expected[level].data(), actual[level].data(), 0);
        }
        network.close();
        same.close();
        again.close();
    }

    @Test
    public void weightsOfAnotherNetworkAreRefused() {
        CoverNetwork network = network(2, 5);
        CoverNetwork volume = network(3, 5);
        CoverException shape = assertThrows(CoverException.class, () -> network.setParameters(volume.parameters()));
        assertTrue(shape.getMessage(), shape.getMessage().contains("[8, 1, 3, 3, 3]"));
        Map<String, Tensor> unknown = new LinkedHashMap<>();
        unknown.put("head.weight", Tensor.zeros(1));
        CoverException name = assertThrows(CoverException.class, () -> network.setParameters(unknown));
        assertTrue(name.getMessage(), name.getMessage().contains("head.weight"));
        Map<String, Tensor> state = network.state();
        assertThrows(CoverException.class, () -> volume.setState(state));
        state.remove("step");
        assertThrows(CoverException.class, () -> network.setState(state));
        FeatureNetwork backbone = NativeFeatureNetwork.backbone(TestBatches.narrow(2), 1);
        Map<String, Tensor> few = network.parameters();
        few.keySet().removeIf(key -> key.contains("up4"));
        CoverException missing = assertThrows(CoverException.class, () -> backbone.setParameters(few));
        assertTrue(missing.getMessage(), missing.getMessage().contains("up4"));
        network.close();
        volume.close();
        backbone.close();
    }

    @Test
    public void savedStateIsACopy() {
        CoverNetwork network = network(2, 5);
        network.step(BATCH.batch(), RATE);
        Map<String, Tensor> state = network.state();
        Map<String, Tensor> parameters = network.parameters();
        String name = parameters.keySet().iterator().next();
        float moment = state.get("m/" + name).data()[0];
        float parameter = parameters.get(name).data()[0];
        network.step(OTHER.batch(), RATE);
        assertEquals(moment, state.get("m/" + name).data()[0], 0);
        assertEquals(parameter, parameters.get(name).data()[0], 0);
        assertNotEquals(parameter, network.parameters().get(name).data()[0], 0);
        network.close();
    }

    @Test
    public void momentsCarryTheNamesOfTheirParameters() {
        CoverNetwork network = network(2, 5);
        network.step(BATCH.batch(), RATE);
        Map<String, Tensor> state = network.state();
        network.parameters().forEach((name, parameter) -> {
            assertEquals(name, parameter.data().length, state.get("m/" + name).data().length);
            assertEquals(name, parameter.data().length, state.get("v/" + name).data().length);
        });
        assertEquals(2 * network.parameters().size() + 1, state.size());
        network.close();
    }

    @Test
    public void fieldsAreOnTheGridsOfTheirLevels() {
        CoverNetwork network = network(2, 5);
        Tensor[] fields = network.outputs(BATCH.batch()).values().toArray(new Tensor[0]);
        int[] strides = {8, 4, 2, 1, 1};
        for (int level = 0; level < strides.length; level++) {
            assertArrayEquals("level " + level, new int[] {2, 2, 16 / strides[level], 32 / strides[level]},
                    fields[level].shape());
        }
        network.close();
    }

    @Test
    public void timesOfAStepAreTold() {
        CoverNetwork network = network(2, 5);
        network.step(BATCH.batch(), RATE);
        StepTimes times = network.lastStepTimes();
        assertTrue(times.forward() > 0 && times.backward() > 0 && times.update() > 0);
        assertTrue(times.forward() + times.backward() + times.update() < 60);
        network.close();
    }

    /** On devices without fused kernels the same network trains on the ND4J twins. */
    @Test
    public void trainingOnNd4jKernelsIsTheSame() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            ViewBatch batch = dimensions == 2 ? BATCH : TestBatches.random(0, 1, 16, 16, 16);
            System.clearProperty(KernelChoice.PROPERTY);
            CoverNetwork fused = network(dimensions, 5);
            System.setProperty(KernelChoice.PROPERTY, "nd4j");
            CoverNetwork nd4j = network(dimensions, 5);
            for (int step = 0; step < 3; step++) {
                // The optimizer asks for its kernels at every step.
                StepResult actual = nd4j.step(batch.batch(), 1e-3);
                System.clearProperty(KernelChoice.PROPERTY);
                StepResult expected = fused.step(batch.batch(), 1e-3);
                System.setProperty(KernelChoice.PROPERTY, "nd4j");
                String what = dimensions + "D, step " + step;
                double vector = expected.losses().get("vector");
                assertEquals(what, vector, actual.losses().get("vector"), 2e-4 * vector);
                assertEquals(what, expected.losses().get("consistency"), actual.losses().get("consistency"), 2e-4);
                assertEquals(what, expected.gradientNorm(), actual.gradientNorm(), 5e-3 * expected.gradientNorm());
            }
            fused.close();
            nd4j.close();
        }
    }

    @Test
    public void closingOneNetworkLeavesOthersWorking() {
        CoverNetwork first = network(2, 5);
        CoverNetwork second = network(2, 5);
        first.step(BATCH.batch(), RATE);
        second.step(BATCH.batch(), RATE);
        double expected = first.evaluate(OTHER.batch()).losses().get("vector");
        first.close();
        assertEquals(expected, second.evaluate(OTHER.batch()).losses().get("vector"), 0);
        assertTrue(second.step(OTHER.batch(), RATE).gradientNorm() > 0);
        second.close();
    }

    /** At first all shifts are 0, so that a view without contrast stays one through all layers. */
    @Test
    public void viewsThatShowNothingHaveFiniteGradients() {
        for (String kernels : new String[] {"fused", "gemm", "nd4j"}) {
            System.setProperty(KernelChoice.PROPERTY, kernels);
            for (float grey : new float[] {0, 0.5f}) {
                for (boolean both : new boolean[] {true, false}) {
                    requireFiniteStep(kernels + ", grey " + grey + (both ? ", both views" : ", one view"), grey, both);
                }
            }
        }
    }

    private static void requireFiniteStep(String name, float grey, boolean both) {
        ViewBatch batch = TestBatches.random(3, 2, 16, 32);
        Arrays.fill(batch.moving().data(), grey);
        if (both) {
            Arrays.fill(batch.fixed().data(), grey);
        }
        CoverNetwork network = network(2, 5);
        Map<String, Tensor> before = network.parameters();
        StepResult losses = network.step(batch.batch(), RATE);
        assertTrue(name + ": " + losses.gradientNorm(), losses.gradientNorm() < 1e6);
        network.parameters().forEach((key, value) -> {
            for (float parameter : value.data()) {
                assertTrue(name + " " + key, Float.isFinite(parameter));
            }
        });
        assertEquals(before.keySet(), network.parameters().keySet());
        network.close();
    }
}
