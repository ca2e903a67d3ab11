package org.coverfiji.train;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.engine.api.StepTimes;

/** Progress as tests of listeners need it. */
public final class ProgressSamples {

    private ProgressSamples() {
    }

    /** After a step with these figures. */
    public static Progress withMetrics(long iteration, long total, Map<String, Double> metrics) {
        StepResult last = new StepResult(4, 1e-3, Collections.emptyMap(), metrics, 0, new StepTimes(1, 2, 3));
        return new Progress(iteration, total, last, 1, 65, 8, 1, 0);
    }
}
