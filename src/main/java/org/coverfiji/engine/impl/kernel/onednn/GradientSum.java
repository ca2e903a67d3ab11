package org.coverfiji.engine.impl.kernel.onednn;

import org.bytedeco.javacpp.FloatPointer;

/** The gradient of weights as the sum of those that parts of a batch give, in the order in which they are added. */
final class GradientSum {

    private static final int CHUNK = 4096;

    private final int length;
    private final float[] part = new float[CHUNK];
    private final float[] total = new float[CHUNK];
    private boolean begun;

    /** @param length of the gradient */
    GradientSum(int length) {
        this.length = length;
    }

    /** Where a part is to be written before it is added. */
    FloatPointer room() {
        return SharedMemory.floats(SharedMemory.Use.PART, length);
    }

    /** Adds what was written. */
    void add() {
        FloatPointer from = room();
        FloatPointer to = values();
        for (int done = 0; done < length; done += CHUNK) {
            int count = Math.min(CHUNK, length - done);
            from.getPointer(done).get(part, 0, count);
            if (begun) {
                to.getPointer(done).get(total, 0, count);
                for (int i = 0; i < count; i++) {
                    part[i] += total[i];
                }
            }
            to.getPointer(done).put(part, 0, count);
        }
        begun = true;
    }

    /** Valid until another sum begins. */
    FloatPointer values() {
        return SharedMemory.floats(SharedMemory.Use.SUM, length);
    }
}
