package org.coverfiji.engine.impl.kernel.onednn;

import org.bytedeco.javacpp.FloatPointer;

/** The gradient of weights as the sum of those that parts of a batch give, in the order in which they are added. */
final class GradientSum {

    private final float[] sum;
    private final float[] part;

    /** @param length of the gradient */
    GradientSum(int length) {
        sum = new float[length];
        part = new float[length];
    }

    /** Where a part is to be written before it is added. */
    FloatPointer room() {
        return SharedMemory.floats(SharedMemory.Use.PART, part.length);
    }

    /** Adds what was written. */
    void add() {
        room().get(part, 0, part.length);
        for (int i = 0; i < part.length; i++) {
            sum[i] += part[i];
        }
    }

    /** Not to be changed. */
    float[] values() {
        return sum;
    }
}
