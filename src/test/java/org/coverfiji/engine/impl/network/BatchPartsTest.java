package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
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
import org.coverfiji.train.view.ViewBatch;
import org.junit.Test;

/** A batch that passes in parts trains as one that passes at once. */
public class BatchPartsTest {

    private static final double RATE = 1e-3;

    @Test
    public void partsGiveWhatTheWholeGives() {
        assertPartsTrainAsTheWhole(BatchPartsTest::network, TestBatches.random(1, 5, 16, 16).batch());
    }

    /** Also where holes differ in size, and where the last part sees none. */
    @Test
    public void restorationsAndClassificationsPassInPartsToo() {
        ViewBatch views = TestBatches.random(1, 5, 16, 16);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("input", views.moving());
        tensors.put(SquaredError.CLEAN, views.fixed());
        float[] mask = views.mask().data().clone();
        Arrays.fill(mask, 0, 200, 0);
        Arrays.fill(mask, 3 * 256, mask.length, 0);
        tensors.put(SquaredError.MASK, new Tensor(mask, views.mask().shape()));
        tensors.put(CrossEntropy.LABELS, new Tensor(new float[] {0, 1, 2, 1, 0}, 5));
        Batch batch = new Batch(tensors, 0, 1, 2, 3, 4);
        HeadConfiguration restoration = HeadConfiguration.restoration("restoration", 1);
        for (String core : List.of(SquaredError.NAME, SquaredError.HIDDEN)) {
            assertPartsTrainAsTheWhole(() -> embedding(EmbeddingConfiguration.core(core)
                    .constant(SquaredError.RING, 0).constant(SquaredError.RING_WEIGHT, 1).views("input")
                    .port(SquaredError.RESTORED, Feature.FINEST, restoration)), batch);
        }
        assertPartsTrainAsTheWhole(() -> embedding(EmbeddingConfiguration.core(CrossEntropy.NAME).views("input")
                .port(CrossEntropy.LOGITS, Feature.GLOBAL, new HeadConfiguration("head", new int[] {3}, Norm.NONE,
                        true))), batch);
    }

    /** Nor does a method whose step has begun to change something before memory can end. */
    @Test
    public void methodsWhoseSamplesMatterToEachOtherTakeNoParts() {
        HeadConfiguration head = new HeadConfiguration("projector", new int[] {8, 8}, Norm.NONE, false);
        HeadConfiguration norm = new HeadConfiguration("head", new int[] {8, 3}, Norm.BATCH, false);
        for (EmbeddingConfiguration.Builder method : List.of(
                EmbeddingConfiguration.core("nt_xent").constant("temperature", 0.2).views("view1", "view2")
                        .port("z", Feature.GLOBAL, head),
                EmbeddingConfiguration.core("info_nce").constant("temperature", 0.2).views("view1")
                        .port("q", Feature.GLOBAL, head).queue("queue", 16, 8),
                EmbeddingConfiguration.core(CrossEntropy.NAME).views("input").port(CrossEntropy.LOGITS, Feature.GLOBAL,
                        norm))) {
            try (PretrainingNetwork network = embedding(method)) {
                assertFalse(network.takesParts());
                assertThrows(UnsupportedOperationException.class, () -> network.step(List.of(), RATE));
            }
        }
    }

    private static PretrainingNetwork embedding(EmbeddingConfiguration.Builder method) {
        return EmbeddingNetwork.of(TestBatches.narrow(2), method.build(), OptimizerConfiguration.PUBLISHED, 1);
    }

    private static void assertPartsTrainAsTheWhole(Supplier<PretrainingNetwork> maker, Batch batch) {
        try (PretrainingNetwork whole = maker.get(); PretrainingNetwork parts = maker.get()) {
            assertTrue(parts.takesParts());
            Map<String, Tensor> start = whole.parameters();
            for (int step = 0; step < 3; step++) {
                StepResult expected = whole.step(batch, RATE);
                StepResult actual = parts.step(List.of(batch.part(0, 2), batch.part(2, 3), batch.part(3, 5)), RATE);
                expected.losses().forEach((name, loss) ->
                        assertEquals(name, loss, actual.losses().get(name), 1e-3 * Math.abs(loss)));
                assertEquals(expected.measures().keySet(), actual.measures().keySet());
                expected.measures().forEach((name, value) ->
                        assertEquals(name, value, actual.measures().get(name), 1e-3));
                assertEquals(expected.gradientNorm(), actual.gradientNorm(), 1e-3 * expected.gradientNorm());
            }
            double moved = distance(start, whole.parameters());
            double apart = distance(parts.parameters(), whole.parameters());
            // Adam makes a whole step of a gradient that is almost 0, whichever way rounding turns it.
            assertTrue(apart + " of " + moved, moved > 0 && apart < 0.02 * moved);
            assertEquals(3, parts.state().get("step").data()[0], 0);
        }
    }

    /** Only what the mask shows counts, and a part may show nothing. */
    @Test
    public void aPartWithoutAPixelCountsForNothing() {
        ViewBatch shown = TestBatches.random(1, 2, 16, 16);
        Batch hidden = TestBatches.withEmptyMask(TestBatches.random(9, 2, 16, 16)).batch();
        try (CoverNetwork whole = network(); CoverNetwork parts = network()) {
            StepResult expected = whole.step(shown.batch(), RATE);
            StepResult actual = parts.step(List.of(hidden, shown.batch()), RATE);
            assertEquals(expected.losses(), actual.losses());
            assertTrue(parts.step(List.of(hidden, hidden), RATE).skipped());
        }
    }

    /** What looks like any other shortage would be answered by the same step again, on weights it has changed. */
    @Test
    public void aShortageOnAnotherThreadWhileWeightsChangeIsNotTriedAgain() {
        for (Throwable shortage : List.of(new OutOfMemoryError("planted"),
                new IllegalStateException("a kernel failed", new OutOfMemoryError("planted")))) {
            String told = assertThrows(CoverException.class, () -> GraphRunner.stepped(() -> {
                throw BatchPartsTest.<RuntimeException>unchecked(shortage);
            })).getMessage();
            assertTrue(told, told.startsWith("There is not enough memory to update the weights, which are half"));
        }
        assertThrows(IllegalStateException.class, () -> GraphRunner.stepped(() -> {
            throw new IllegalStateException("something else");
        }));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable any) throws T {
        throw (T) any;
    }

    private static double distance(Map<String, Tensor> a, Map<String, Tensor> b) {
        double squares = 0;
        for (Map.Entry<String, Tensor> entry : a.entrySet()) {
            float[] other = b.get(entry.getKey()).data();
            for (int i = 0; i < other.length; i++) {
                squares += Math.pow(entry.getValue().data()[i] - other[i], 2);
            }
        }
        return Math.sqrt(squares);
    }

    private static CoverNetwork network() {
        return new CoverNetwork(TestBatches.narrow(2), TestBatches.cover(1), OptimizerConfiguration.PUBLISHED, 1);
    }
}
