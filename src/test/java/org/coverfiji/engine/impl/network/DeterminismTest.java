package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assume.assumeTrue;

import java.util.Arrays;
import java.util.Map;

import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.engine.impl.TestKernels;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/** Training repeats to the bit: from a seed, on any number of threads, after evaluation, and from a checkpoint. */
@RunWith(Parameterized.class)
public class DeterminismTest {

    private static final int STEPS = 4;
    private static final double RATE = 0.01;

    @Parameter(0)
    public String kernels;
    @Parameter(1)
    public Precision precision;
    private final int threads = Parallel.threads();

    @Parameters(name = "{0} {1}")
    public static Object[][] choices() {
        return new Object[][] {{"fused", Precision.FLOAT32}, {"fused", Precision.BF16}, {"gemm", Precision.FLOAT32}};
    }

    @Before
    public void requirePrecision() {
        assumeTrue("this processor has no instructions for bf16",
                precision == Precision.FLOAT32 || OneDnn.available() && OneDnn.multipliesBf16());
    }

    @After
    public void restoreThreads() {
        Parallel.setThreads(threads);
    }

    private CoverNetwork network(int dimensions, long seed) {
        CoverNetwork network = TestKernels.using(kernels, () -> new CoverNetwork(TestBatches.narrow(dimensions),
                TestBatches.cover(1), OptimizerConfiguration.PUBLISHED, seed));
        network.trainIn(precision);
        return network;
    }

    private static ViewBatch batch(int dimensions, long step) {
        return dimensions == 2 ? TestBatches.random(10 * step, 2, 16, 32)
                : TestBatches.random(10 * step, 1, 16, 16, 16);
    }

    private static double[] train(CoverNetwork network, int dimensions, int from, int to) {
        double[] losses = new double[3 * (to - from)];
        for (int step = from; step < to; step++) {
            StepResult loss = network.step(batch(dimensions, step).batch(), RATE);
            losses[3 * (step - from)] = loss.losses().get("vector");
            losses[3 * (step - from) + 1] = loss.losses().get("consistency");
            losses[3 * (step - from) + 2] = loss.gradientNorm();
        }
        return losses;
    }

    private static void assertSameParameters(CoverNetwork expected, CoverNetwork actual) {
        assertSame(expected.parameters(), actual.parameters());
        assertSame(expected.state(), actual.state());
    }

    private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> assertArrayEquals(name, tensor.data(), actual.get(name).data(), 0));
    }

    @Test
    public void oneSeedGivesOneTrainingOnAnyNumberOfThreads() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            Parallel.setThreads(1);
            CoverNetwork first = network(dimensions, 5);
            double[] expected = train(first, dimensions, 0, STEPS);
            for (int count = 1; count <= 2; count++) {
                Parallel.setThreads(count);
                CoverNetwork second = network(dimensions, 5);
                assertArrayEquals(count + " threads", expected, train(second, dimensions, 0, STEPS), 0);
                assertSameParameters(first, second);
                second.close();
            }
            first.close();
        }
    }

    @Test
    public void trainingInBf16IsAnotherOne() {
        try (CoverNetwork network = network(2, 5); CoverNetwork other = network(2, 5)) {
            other.trainIn(Precision.FLOAT32);
            double[] expected = train(other, 2, 0, 1);
            double[] found = train(network, 2, 0, 1);
            assertEquals(precision == Precision.FLOAT32, Arrays.equals(expected, found));
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], found[i], 0.02 * expected[i]);
            }
        }
    }

    @Test
    public void anotherSeedGivesOtherWeights() {
        CoverNetwork first = network(2, 5);
        CoverNetwork second = network(2, 6);
        assertNotEquals(first.evaluate(batch(2, 0).batch()).losses().get("vector"),
                second.evaluate(batch(2, 0).batch()).losses().get("vector"), 1e-9);
        first.close();
        second.close();
    }

    @Test
    public void savedStateGoesOnToTheBit() {
        for (int dimensions = 2; dimensions <= 3; dimensions++) {
            CoverNetwork whole = network(dimensions, 5);
            train(whole, dimensions, 0, 2);
            Map<String, Tensor> parameters = whole.parameters();
            Map<String, Tensor> state = whole.state();
            assertEquals(2, state.get("step").data()[0], 0);
            CoverNetwork resumed = network(dimensions, 99);
            train(resumed, dimensions, 7, 8);
            resumed.setParameters(parameters);
            resumed.setState(state);
            assertSameParameters(whole, resumed);
            assertArrayEquals(train(whole, dimensions, 2, STEPS), train(resumed, dimensions, 2, STEPS), 0);
            assertSameParameters(whole, resumed);
            whole.close();
            resumed.close();
        }
    }

    @Test
    public void evaluationAndPredictionLeaveTrainingAlone() {
        CoverNetwork plain = network(2, 5);
        CoverNetwork disturbed = network(2, 5);
        double[] expected = train(plain, 2, 0, STEPS);
        double[] actual = new double[expected.length];
        for (int step = 0; step < STEPS; step++) {
            ViewBatch other = TestBatches.random(500 + step, 3, 32, 16);
            disturbed.outputs(other.batch());
            double vector = disturbed.evaluate(other.batch()).losses().get("vector");
            assertEquals(vector, disturbed.evaluate(other.batch()).losses().get("vector"), 0);
            System.arraycopy(train(disturbed, 2, step, step + 1), 0, actual, 3 * step, 3);
            disturbed.outputs(batch(2, step).batch());
        }
        assertArrayEquals(expected, actual, 0);
        assertSameParameters(plain, disturbed);
        plain.close();
        disturbed.close();
    }
}
