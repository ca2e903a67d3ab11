package org.coverfiji.engine.impl.kernel.onednn;

import java.util.Arrays;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;

/** The gradient of weights as the sum of those that parts of a batch have, in the order in which they are added. */
final class GradientSum {

    private final float[] sum;
    private final float[] part;

    /** @param length of the gradient */
    GradientSum(int length) {
        sum = new float[length];
        part = new float[length];
    }

    void clear() {
        Arrays.fill(sum, 0f);
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

    void write(Floats gradient) {
        gradient.put(0, sum, 0, sum.length);
    }
}
