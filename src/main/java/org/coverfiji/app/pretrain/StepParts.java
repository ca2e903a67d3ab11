package org.coverfiji.app.pretrain;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.PretrainingNetwork;
import org.coverfiji.engine.api.StepResult;
import org.coverfiji.train.TrainingListener;

/**
 * Does steps on whole batches as long as memory suffices; then they pass the network in two parts, four and so on,
 * which gives the same but for rounding. For methods whose losses compare samples with each other that cannot be done.
 */
final class StepParts {

    private final PretrainingNetwork network;
    private final TrainingListener listener;
    private int parts = 1;

    /** @param listener is warned when batches are divided */
    StepParts(PretrainingNetwork network, TrainingListener listener) {
        this.network = network;
        this.listener = listener;
    }

    /** @throws CoverException if memory does not suffice and the batch cannot be divided any further */
    StepResult step(Batch batch, double rate) {
        while (true) {
            try {
                return parts == 1 ? network.step(batch, rate) : network.step(divided(batch), rate);
            } catch (CoverException e) {
                throw e;
            } catch (RuntimeException | OutOfMemoryError e) {
                if (!MemoryShortage.isIn(e)) {
                    throw e;
                }
                divideFurther(batch.samples(), e);
            }
        }
    }

    private void divideFurther(int samples, Throwable shortage) {
        if (!network.takesParts()) {
            throw new CoverException("There is not enough memory for a batch of " + samples + ", which cannot pass in"
                    + " parts, because the method compares its samples with each other; lower batch, patch or width,"
                    + " or " + MemoryShortage.REMEDY + ".", shortage);
        }
        if (parts >= samples) {
            throw new CoverException("There is not enough memory for a batch of " + samples + ", not even sample by"
                    + " sample; lower patch or width, or " + MemoryShortage.REMEDY + ".", shortage);
        }
        parts = Math.min(samples, 2 * parts);
        listener.warning("The memory does not suffice for a batch of " + samples + " at once: from now on it passes in "
                + parts + " parts, which gives the same but for rounding, and takes longer.");
    }

    private List<Batch> divided(Batch batch) {
        List<Batch> divided = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int from = i * batch.samples() / parts;
            int to = (i + 1) * batch.samples() / parts;
            if (to > from) {
                divided.add(batch.part(from, to));
            }
        }
        return divided;
    }
}
