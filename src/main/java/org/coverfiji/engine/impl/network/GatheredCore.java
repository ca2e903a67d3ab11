package org.coverfiji.engine.impl.network;


import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.LossCore;
import org.coverfiji.engine.impl.layer.WholeBatch;

/**
 * A core as one of several ranks follows it: it is given the embeddings of all, so that losses, measures and what is to
 * be remembered are those of the whole batch, the same in all ranks. The rank's own gradients are its rows of the
 * core's, as those of a mean over its own samples, which weigh as much as these are.
 */
final class GatheredCore implements LossCore {

    private final LossCore core;
    private final WholeBatch batch;

    GatheredCore(LossCore core, WholeBatch batch) {
        this.core = core;
        this.batch = batch;
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        CoreResult whole = core.evaluate(input.gathered(batch::gather, core.reads()));
        CoreResult own = new CoreResult().weight(batch.ownSamples());
        whole.losses().forEach(own::loss);
        whole.measures().forEach(own::measure);
        whole.memories().forEach(own::remember);
        whole.gradients().forEach((name, gradient) -> own.gradient(name,
                input.hasOnline(name) ? scaled(batch.own(gradient)) : gradient));
        return own;
    }

    private Tensor scaled(Tensor gradient) {
        float[] values = gradient.data();
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) batch.share();
        }
        return gradient;
    }
}
