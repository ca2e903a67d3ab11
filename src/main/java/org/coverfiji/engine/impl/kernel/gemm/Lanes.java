package org.coverfiji.engine.impl.kernel.gemm;

/** Rows of several channels, from and to one row in which the channels of a pixel lie together. */
final class Lanes {

    private static final int EIGHT = 8;

    private Lanes() {
    }

    /**
     * @param count of the lanes that are read
     * @param from first value of each
     * @param at where the first pixel's value of the first lane goes
     * @param step values from one pixel to the next
     */
    static void interleave(float[][] lanes, int count, int from, int length, float[] row, int at, int step) {
        if (count == EIGHT) {
            interleaveEight(lanes, from, length, row, at, step);
            return;
        }
        for (int lane = 0; lane < count; lane++) {
            for (int x = 0; x < length; x++) {
                row[at + x * step + lane] = lanes[lane][from + x];
            }
        }
    }

    private static void interleaveEight(float[][] lanes, int from, int length, float[] row, int at, int step) {
        float[] a = lanes[0];
        float[] b = lanes[1];
        float[] c = lanes[2];
        float[] d = lanes[3];
        float[] e = lanes[4];
        float[] f = lanes[5];
        float[] g = lanes[6];
        float[] h = lanes[7];
        int target = at;
        for (int i = from; i < from + length; i++) {
            row[target] = a[i];
            row[target + 1] = b[i];
            row[target + 2] = c[i];
            row[target + 3] = d[i];
            row[target + 4] = e[i];
            row[target + 5] = f[i];
            row[target + 6] = g[i];
            row[target + 7] = h[i];
            target += step;
        }
    }

    /** The reverse. */
    static void takeApart(float[] row, int at, int step, float[][] lanes, int count, int to, int length) {
        if (count == EIGHT) {
            takeApartEight(row, at, step, lanes, to, length);
            return;
        }
        for (int lane = 0; lane < count; lane++) {
            for (int x = 0; x < length; x++) {
                lanes[lane][to + x] = row[at + x * step + lane];
            }
        }
    }

    private static void takeApartEight(float[] row, int at, int step, float[][] lanes, int to, int length) {
        float[] a = lanes[0];
        float[] b = lanes[1];
        float[] c = lanes[2];
        float[] d = lanes[3];
        float[] e = lanes[4];
        float[] f = lanes[5];
        float[] g = lanes[6];
        float[] h = lanes[7];
        int source = at;
        for (int i = to; i < to + length; i++) {
            a[i] = row[source];
            b[i] = row[source + 1];
            c[i] = row[source + 2];
            d[i] = row[source + 3];
            e[i] = row[source + 4];
            f[i] = row[source + 5];
            g[i] = row[source + 6];
            h[i] = row[source + 7];
            source += step;
        }
    }
}
