package org.coverfiji.app.finetune;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class BestWeightsTest {

    private final BestWeights best = new BestWeights();

    @Test
    public void beforeTheFirstJudgementThereAreNone() {
        assertNull(best.weights());
        assertEquals(Double.NaN, best.score(), 0);
        assertEquals(0, best.withoutGain());
    }

    @Test
    public void aBetterScoreCountsWhateverItsLoss() {
        offer(Judgement.of(0.5, 0.1), 15);
        offer(Judgement.of(0.75, 2), 30);
        requireBest(30, 0.75, 0);
        offer(Judgement.of(0.5, 0.1), 45);
        requireBest(30, 0.75, 1);
    }

    @Test
    public void ofEqualScoresTheLowerLossIsBetter() {
        offer(Judgement.of(1, 0.5), 15);
        offer(Judgement.of(1, 0.4), 30);
        requireBest(30, 1, 0);
        offer(Judgement.of(1, 0.6), 45);
        requireBest(30, 1, 1);
    }

    @Test
    public void ofEqualsTheLongerTrainedAreKeptWithoutGain() {
        offer(Judgement.of(0.5), 15);
        offer(Judgement.of(0.5), 30);
        requireBest(30, 0.5, 1);
    }

    @Test
    public void aScoreThatIsNoNumberIsNoGain() {
        offer(Judgement.of(Double.NaN), 15);
        offer(Judgement.of(Double.NaN), 30);
        requireBest(30, Double.NaN, 1);
        offer(Judgement.of(0.1), 45);
        requireBest(45, 0.1, 0);
        offer(Judgement.of(Double.NaN), 60);
        requireBest(45, 0.1, 1);
    }

    @Test
    public void aRunThatGoesOnHasThoseOfBefore() {
        BestWeights before = new BestWeights(weights(15), Judgement.of(1, 0.5), 15, 3);
        before.offer(() -> weights(30), Judgement.of(1, 0.6), 30);
        assertEquals(15, before.iteration());
        assertEquals(weights(15).keySet(), before.weights().keySet());
        assertEquals(4, before.withoutGain());
    }

    private void offer(Judgement judgement, long iteration) {
        best.offer(() -> weights(iteration), judgement, iteration);
    }

    private void requireBest(long iteration, double score, int withoutGain) {
        assertEquals(iteration, best.iteration());
        assertEquals(weights(iteration).keySet(), best.weights().keySet());
        assertEquals(score, best.score(), 0);
        assertEquals(withoutGain, best.withoutGain());
    }

    private static Map<String, Tensor> weights(long iteration) {
        return Collections.singletonMap("after " + iteration, null);
    }
}
