package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.junit.Test;

/** A batch that passes in parts trains as one that passes at once. */
public class BatchPartsTest {

    private static final double RATE = 1e-3;

    @Test
    public void partsGiveWhatTheWholeGives() {
        Batch batch = TestBatches.random(1, 5, 16, 16).batch();
        try (CoverNetwork whole = network(); CoverNetwork parts = network()) {
            assertTrue(parts.takesParts());
            Map<String, Tensor> start = whole.parameters();
            for (int step = 0; step < 3; step++) {
                StepResult expected = whole.step(batch, RATE);
                StepResult actual = parts.step(List.of(batch.part(0, 2), batch.part(2, 3), batch.part(3, 5)), RATE);
                expected.losses().forEach((name, loss) ->
                        assertEquals(name, loss, actual.losses().get(name), 1e-3 * Math.abs(loss)));
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
