package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.CrossEntropy;
import org.coverfiji.engine.impl.core.SquaredError;
import org.coverfiji.engine.impl.network.TestRanks.Trained;
import org.coverfiji.train.view.ViewBatch;
import org.junit.Test;

/** Ranks that see parts of a batch train as one network that sees it whole. */
public class RanksTest {

    private static final int STEPS = 8;
    private static final double RATE = 0.003;
    /** Of a loss: sums in another order, and figures that travel as floats. */
    private static final double ROUNDING = 1e-6;

    private static void assertAsOne(Trained one, List<Trained> ranks, Map<String, Tensor> start) {
        for (Trained rank : ranks) {
            for (int step = 0; step < STEPS; step++) {
                StepResult expected = one.steps.get(step);
                StepResult actual = rank.steps.get(step);
                assertEquals(expected.losses().keySet(), actual.losses().keySet());
                expected.losses().forEach((name, loss) -> assertEquals(name + " of step " + rank.steps.indexOf(actual),
                        loss, actual.losses().get(name), ROUNDING * Math.max(1, loss)));
                assertEquals("gradient of step " + step, expected.gradientNorm(), actual.gradientNorm(),
                        100 * ROUNDING * expected.gradientNorm());
                assertEquals(expected.skipped(), actual.skipped());
            }
            assertEquals(one.parameters.keySet(), rank.parameters.keySet());
            assertTrue("difference in parts of the movement " + difference(one.parameters, rank.parameters, start),
                    difference(one.parameters, rank.parameters, start) < 2e-5);
            rank.parameters.forEach((name, tensor) -> assertArrayEquals("ranks have other weights " + name,
                    ranks.get(0).parameters.get(name).data(), tensor.data(), 0));
            rank.state.forEach((name, tensor) -> assertArrayEquals("ranks have other states " + name,
                    ranks.get(0).state.get(name).data(), tensor.data(), 0));
        }
    }

    /** ‖a − b‖ / ‖a − start‖, over all weights. */
    private static double difference(Map<String, Tensor> a, Map<String, Tensor> b, Map<String, Tensor> start) {
        double apart = 0;
        double moved = 0;
        for (String name : a.keySet()) {
            for (int i = 0; i < a.get(name).data().length; i++) {
                apart += Math.pow(a.get(name).data()[i] - b.get(name).data()[i], 2);
                moved += Math.pow(a.get(name).data()[i] - start.get(name).data()[i], 2);
            }
        }
        return Math.sqrt(apart / moved);
    }

    private static void assertTrainsAsOne(int ranks, Supplier<PretrainingNetwork> network, IntFunction<Batch> batches)
            throws InterruptedException {
        TestRanks training = ranks(network, batches);
        assertAsOne(training.alone(), training.together(ranks), training.start());
    }

    private static TestRanks ranks(Supplier<PretrainingNetwork> network, IntFunction<Batch> batches) {
        return new TestRanks(network, batches, STEPS, RATE);
    }

    private static PretrainingNetwork cover() {
        return new CoverNetwork(TestBatches.narrow(2), TestBatches.cover(1), OptimizerConfiguration.PUBLISHED, 5);
    }

    private static Batch pairs(int step) {
        return TestBatches.random(100 + 10 * step, 3, 16, 32).batch();
    }

    /** Two ranks, of one and two pairs whose masks differ. */
    @Test
    public void twoRanksTrainCoverAsOneNetworkDoes() throws InterruptedException {
        assertTrainsAsOne(2, RanksTest::cover, RanksTest::pairs);
    }

    @Test
    public void threeRanksTrainCoverAsOneNetworkDoes() throws InterruptedException {
        assertTrainsAsOne(3, RanksTest::cover, RanksTest::pairs);
    }

    /** A mean of the ranks' own means would count the few pixels of a nearly empty pair as much as all the others. */
    @Test
    public void ranksWeighAsMuchAsTheirPixels() throws InterruptedException {
        assertTrainsAsOne(2, RanksTest::cover, step -> {
            Batch batch = pairs(step);
            float[] mask = batch.get(CoverConfiguration.MASK).data();
            Arrays.fill(mask, 10, 16 * 32, 0);
            return batch;
        });
    }

    @Test
    public void aRankWithoutAnyPixelDoesNotCount() throws InterruptedException {
        assertTrainsAsOne(2, RanksTest::cover, step -> {
            Batch batch = pairs(step);
            Arrays.fill(batch.get(CoverConfiguration.MASK).data(), 0, 16 * 32, 0);
            return batch;
        });
    }

    @Test
    public void aStepWithoutAnyPixelIsSkippedByAllRanks() throws InterruptedException {
        assertTrainsAsOne(2, RanksTest::cover, step -> step % 3 == 1
                ? TestBatches.withEmptyMask(new ViewBatch(pairs(step))).batch() : pairs(step));
    }

    /** Where a rank's memory does not suffice for its part at once. */
    @Test
    public void aRanksPartMayPassInParts() throws InterruptedException {
        TestRanks training = ranks(RanksTest::cover, RanksTest::pairs);
        Trained one = training.alone();
        List<Trained> ranks = training.inParts().together(2);
        assertAsOne(one, ranks, training.start());
        assertEquals(new ViewBatch(pairs(0)).relativeError(ranks.get(0).steps.get(0).losses().get("vector")),
                ranks.get(0).steps.get(0).measures().get(CoverConfiguration.RATIO), 1e-5);
    }

    @Test
    public void theErrorIsThatOfTheWholeBatch() throws InterruptedException {
        for (Trained rank : ranks(RanksTest::cover, RanksTest::pairs).together(2)) {
            for (int step = 0; step < STEPS; step++) {
                StepResult result = rank.steps.get(step);
                assertEquals(new ViewBatch(pairs(step)).relativeError(result.losses().get("vector")),
                        result.measures().get(CoverConfiguration.RATIO), 1e-5);
            }
        }
    }

    private static HeadConfiguration linear(int width) {
        return new HeadConfiguration("head", new int[] {width}, Norm.NONE, true);
    }

    private static EmbeddingConfiguration restoration(String core) {
        return EmbeddingConfiguration.core(core).constant(SquaredError.RING, 0).constant(SquaredError.RING_WEIGHT, 1)
                .views("input").port(SquaredError.RESTORED, Feature.FINEST, linear(1)).build();
    }

    private static PretrainingNetwork embedding(EmbeddingConfiguration method) {
        return EmbeddingNetwork.of(TestBatches.narrow(2), method, OptimizerConfiguration.PUBLISHED, 5);
    }

    private static Batch restored(int step) {
        ViewBatch views = new ViewBatch(pairs(step));
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("input", views.moving());
        tensors.put(SquaredError.CLEAN, views.fixed());
        tensors.put(SquaredError.MASK, views.mask());
        return new Batch(tensors, 0, 1, 2);
    }

    @Test
    public void ranksRestoreAsOneNetworkDoes() throws InterruptedException {
        assertTrainsAsOne(2, () -> embedding(restoration(SquaredError.NAME)), RanksTest::restored);
        assertTrainsAsOne(2, () -> embedding(restoration(SquaredError.HIDDEN)), RanksTest::restored);
    }

    @Test
    public void ranksClassifyAsOneNetworkDoes() throws InterruptedException {
        EmbeddingConfiguration method = EmbeddingConfiguration.core(CrossEntropy.NAME).views("input")
                .port(CrossEntropy.LOGITS, Feature.GLOBAL, linear(3)).build();
        assertTrainsAsOne(2, () -> embedding(method), step -> {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("input", new ViewBatch(pairs(step)).moving());
            tensors.put(CrossEntropy.LABELS, new Tensor(new float[] {step % 3, (step + 1) % 3, 1}, 3));
            return new Batch(tensors, 0, 1, 2);
        });
    }
}
