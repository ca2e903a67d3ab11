package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

/** Per-thread work arrays that grow and stay, so that training allocates nothing per step. */
final class Scratch {

    private static final int SLOTS = 16;
    private static final ThreadLocal<float[][]> ARRAYS = ThreadLocal.withInitial(() -> new float[SLOTS][0]);
    private static final ThreadLocal<float[][][]> ROWS = ThreadLocal.withInitial(() -> new float[SLOTS][0][]);
    private static final ThreadLocal<int[]> INTEGERS = ThreadLocal.withInitial(() -> new int[0]);

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

    /**
     * At least {@code count} arrays, each of at least {@code length} floats with undefined contents. These slots are
     * others than those of single arrays.
     */
    static float[][] rows(int slot, int count, int length) {
        float[][][] slots = ROWS.get();
        float[][] rows = slots[slot];
        if (rows.length < count || rows.length > 0 && rows[0].length < length) {
            rows = new float[Math.max(count, rows.length)][Math.max(length, rows.length == 0 ? 0 : rows[0].length)];
            slots[slot] = rows;
        }
        return rows;
    }

    /** At least {@code length} integers with undefined contents, of which a thread has one array. */
    static int[] integers(int length) {
        int[] integers = INTEGERS.get();
        if (integers.length < length) {
            integers = new int[length];
            INTEGERS.set(integers);
        }
        return integers;
    }

    /** The same as {@link #floats}, filled with zeros up to {@code length}. */
    static float[] zeros(int slot, int length) {
        float[] values = floats(slot, length);
        Arrays.fill(values, 0, length, 0f);
        return values;
    }
}
