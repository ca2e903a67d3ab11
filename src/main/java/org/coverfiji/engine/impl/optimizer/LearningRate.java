package org.coverfiji.engine.impl.optimizer;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * The learning rate of the next step, set from outside before each. DL4J copies configurations, so copies must share
 * the value: {@link #clone()} gives the same object.
 */
public final class LearningRate implements ISchedule {

    private static final long serialVersionUID = 1L;

    private double value;

    public void set(double newValue) {
        value = newValue;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return value;
    }

    @Override
    public ISchedule clone() {
        return this;
    }
}
