package org.coverfiji.engine.impl.optimizer;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * The learning rate of the next step, set from outside before each. DL4J copies configurations, so copies must share
 * the value: {@link #clone()} gives the same object.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
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

    @Override
    public boolean equals(Object other) {
        return other instanceof LearningRate && ((LearningRate) other).value == value;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(value);
    }
}
