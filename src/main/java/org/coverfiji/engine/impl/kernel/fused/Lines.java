package org.coverfiji.engine.impl.kernel.fused;

/** Rows of pixels, each of which is one value or a block of channels. */
final class Lines {

    private Lines() {
    }

    /** Sorts a row into its even and its odd pixels, of {@code length} values each. */
    static void part(float[] row, float[] even, float[] odd, int length, int block) {
        if (block == 1) {
            for (int i = 0; i < length; i++) {
                even[i] = row[2 * i];
                odd[i] = row[2 * i + 1];
            }
        } else {
            for (int i = 0; i < length; i += block) {
                System.arraycopy(row, 2 * i, even, i, block);
                System.arraycopy(row, 2 * i + block, odd, i, block);
            }
        }
    }

    /** The opposite of {@link #part}. */
    static void join(float[] even, float[] odd, float[] row, int length, int block) {
        if (block == 1) {
            for (int i = 0; i < length; i++) {
                row[2 * i] = even[i];
                row[2 * i + 1] = odd[i];
            }
        } else {
            for (int i = 0; i < length; i += block) {
                System.arraycopy(even, i, row, 2 * i, block);
                System.arraycopy(odd, i, row, 2 * i + block, block);
            }
        }
    }

    /** Picks a pixel of {@code row} for each of {@code pixels}, [indices.length, block]. */
    static void gather(float[] row, int[] indices, float[] pixels, int block) {
        if (block == 1) {
            for (int i = 0; i < indices.length; i++) {
                pixels[i] = row[indices[i]];
            }
        } else {
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(row, indices[i] * block, pixels, i * block, block);
            }
        }
    }
}
