package org.coverfiji.app.pretrain;

import java.util.Locale;

import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.BatchSampler;

/** Finds motions so large that most pixels of one view lie outside the other, where nothing can be learnt. */
final class MotionCheck {

    /** Pairs differ; a single batch is too small to tell. */
    private static final int BATCHES = 4;
    private static final double LEAST = 1.0 / 3;

    private MotionCheck() {
    }

    /**
     * @param motion the method's setting, for the message
     * @return a sentence; null if enough pixels count, or the method has no such mask
     */
    static String warning(BatchSampler sampler, String motion) {
        double counted = 0;
        long all = 0;
        for (int i = 0; i < BATCHES; i++) {
            Tensor mask = sampler.batch(i).tensors().get(CoverConfiguration.MASK);
            if (mask == null) {
                return null;
            }
            for (float value : mask.data()) {
                counted += value;
            }
            all += mask.data().length;
        }
        return counted >= LEAST * all ? null : String.format(Locale.ROOT, "The motion is so large that only %.0f %% of"
                + " the pixels of one view lie in the other, and the rest teaches nothing; lower motion (%s now), or"
                + " take a larger patch.", 100 * counted / all, motion);
    }
}
