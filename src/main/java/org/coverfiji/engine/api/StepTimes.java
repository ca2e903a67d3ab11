package org.coverfiji.engine.api;

/** Seconds of one training step, by stage. */
public final class StepTimes {

    private final double forward;
    private final double backward;
    private final double update;

    public StepTimes(double forward, double backward, double update) {
        this.forward = forward;
        this.backward = backward;
        this.update = update;
    }

    public double forward() {
        return forward;
    }

    public double backward() {
        return backward;
    }

    public double update() {
        return update;
    }
}
