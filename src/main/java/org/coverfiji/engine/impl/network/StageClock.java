package org.coverfiji.engine.impl.network;

import org.coverfiji.engine.api.StepTimes;

/** Takes the time of a step's stages. */
final class StageClock {

    private long start;
    private long forward;
    private long backward;
    private StepTimes last = new StepTimes(0, 0, 0);

    void start() {
        start = System.nanoTime();
    }

    void forwardDone() {
        forward = System.nanoTime();
    }

    void backwardDone() {
        backward = System.nanoTime();
    }

    void stop() {
        long end = System.nanoTime();
        last = new StepTimes(1e-9 * (forward - start), 1e-9 * (backward - forward), 1e-9 * (end - backward));
    }

    StepTimes last() {
        return last;
    }
}
