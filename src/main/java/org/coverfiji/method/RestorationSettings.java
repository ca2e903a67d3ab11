package org.coverfiji.method;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.train.corrupt.RestorationSampler;

/** What the methods that restore spoilt patches have in common. */
final class RestorationSettings {

    static final String EVERYWHERE = "squared_error";
    static final String HIDDEN = "hidden_squared_error";
    static final String LOSS = "restoration";

    /** Channels between the head's two convolutions. */
    private static final int WIDTH = 16;
    private static final int TAPS = 3;

    private RestorationSettings() {
    }

    /** The restored patch from the map of full resolution. */
    static EmbeddingConfiguration.Builder method(String core, RunPlan run) {
        return EmbeddingConfiguration.core(core).views(RestorationSampler.INPUT).port("restored", Feature.FINEST,
                HeadConfiguration.restoration("restoration", run.channels()));
    }

    static StepCost cost(RunPlan run) {
        long pixels = run.pixels();
        long finest = run.network().levelChannels(4);
        long weights = Math.round(Math.pow(TAPS, run.dimensions())) * finest * WIDTH + (long) WIDTH * run.channels();
        return new StepCost(run.samples(), 1, true).add(weights + 3L * WIDTH + run.channels(),
                (double) weights * pixels, (2L * WIDTH + run.channels()) * pixels);
    }

    static Map<String, String> titles() {
        return Collections.singletonMap(LOSS, "Squared error");
    }
}
