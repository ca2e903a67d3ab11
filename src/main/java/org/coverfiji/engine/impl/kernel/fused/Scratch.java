package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

/** Per-thread work arrays that grow and stay, so that training allocates nothing per step. */
final class Scratch {

    private static final int SLOTS = 16;
    private static final ThreadLocal<float[][]> ARRAYS = ThreadLocal.withInitial(() -> new float[SLOTS][0]);

    private Scratch() {
    }

    /** At least {@code length} floats with undefined contents; valid until the thread asks for the same slot again. */
    static float[] floats(int slot, int length) {
        float[][] arrays = ARRAYS.get();
        if (arrays[slot].length < length) {
            arrays[slot] = new float[length];
        }
        return arrays[slot];
    }

    /** The same, filled with zeros up to {@code length}. */
    static float[] zeros(int slot, int length) {
        float[] values = floats(slot, length);
        Arrays.fill(values, 0, length, 0f);
        return values;
    }
}
