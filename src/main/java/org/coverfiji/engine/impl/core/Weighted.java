package org.coverfiji.engine.impl.core;

import java.util.List;

import org.coverfiji.engine.api.Tensor;

/** Another core's losses, of which the gradients are multiplied by a weight. */
public final class Weighted implements LossCore {

    /** The name of the core that is {@link SquaredError#everywhere()} with the constant {@value #WEIGHT}. */
    public static final String SQUARED_ERROR = "weighted_squared_error";
    /** The name of the constant. */
    public static final String WEIGHT = "weight";

    private final LossCore core;
    private final double weight;

    public Weighted(LossCore core, double weight) {
        this.core = core;
        this.weight = weight;
    }

    @Override
    public boolean addsUp() {
        return core.addsUp();
    }

    @Override
    public List<String> reads() {
        return core.reads();
    }

    @Override
    public CoreResult evaluate(CoreInput input) {
        CoreResult unweighted = core.evaluate(input);
        CoreResult result = new CoreResult().weight(unweighted.weight());
        unweighted.losses().forEach(result::loss);
        unweighted.measures().forEach(result::measure);
        unweighted.memories().forEach(result::remember);
        unweighted.gradients().forEach((name, gradient) -> {
            float[] values = gradient.data().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= weight;
            }
            result.gradient(name, new Tensor(values, gradient.shape()));
        });
        return result;
    }
}
