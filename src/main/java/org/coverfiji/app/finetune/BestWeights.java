package org.coverfiji.app.finetune;

import java.util.Map;
import java.util.function.Supplier;

import org.coverfiji.engine.api.Tensor;

/** The weights of a run that the held-back images judged best so far. */
final class BestWeights {

    private Map<String, Tensor> weights;
    private Judgement judgement;
    private long iteration;
    private int withoutGain;

    /** None yet. */
    BestWeights() {
    }

    /**
     * Those of a run that goes on.
     *
     * @param withoutGain judgements since the last better one
     */
    BestWeights(Map<String, Tensor> weights, Judgement judgement, long iteration, int withoutGain) {
        this.weights = weights;
        this.judgement = judgement;
        this.iteration = iteration;
        this.withoutGain = withoutGain;
    }

    /**
     * Keeps these weights if they are better; of equals the longer trained ones are kept, which is no gain.
     *
     * @param given asked for only if they are kept
     */
    void offer(Supplier<Map<String, Tensor>> given, Judgement of, long after) {
        boolean gain = judgement == null || of.isBetterThan(judgement);
        withoutGain = gain ? 0 : withoutGain + 1;
        if (gain || of.isLevelWith(judgement)) {
            weights = given.get();
            judgement = of;
            iteration = after;
        }
    }

    /** Null if none has been judged. */
    Map<String, Tensor> weights() {
        return weights;
    }

    /** After which iteration. */
    long iteration() {
        return iteration;
    }

    /** NaN if none has been judged. */
    double score() {
        return judgement == null ? Double.NaN : judgement.score();
    }

    /** Judgements since the last better one. */
    int withoutGain() {
        return withoutGain;
    }
}
