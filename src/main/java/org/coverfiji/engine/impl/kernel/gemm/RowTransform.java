package org.coverfiji.engine.impl.kernel.gemm;

import java.util.Arrays;

/**
 * How several rows of results are convolved at once along the map's height: the rows that they are made of become
 * parts, each part is convolved by itself with weights of one row, and the parts become the rows of results. All of it
 * works on whole rows, value by value.
 */
abstract class RowTransform {

    /** Rows of results that are made at once. */
    final int tile;
    /** Rows of pixels that they are made of. */
    final int seen;
    /** Products that they take. */
    final int parts;

    private RowTransform(int tile, int kernel, int parts) {
        this.tile = tile;
        this.seen = tile + kernel - 1;
        this.parts = parts;
    }

    /**
     * @param kernel its side, odd
     * @param slices of the kernel: over several, more is added up, and four rows at once would have too large errors
     */
    static RowTransform of(int kernel, int slices) {
        if (kernel != 3) {
            return new Plain(kernel);
        }
        return slices == 1 ? new FourRows() : new TwoRows();
    }

    /** From the {@link #seen} rows to {@link #parts}, of each the values from one to before another. */
    abstract void pixels(float[][] rows, float[][] parts, int from, int to);

    /** From the {@link #tile} rows of a gradient of results to parts. */
    abstract void gradients(float[][] rows, float[][] parts, int from, int to);

    /** From the rows of a kernel to parts. */
    abstract void weights(float[][] rows, float[][] parts, int from, int to);

    /** From sums of products of parts of pixels with those of weights to the rows of results. */
    abstract void results(float[][] parts, float[][] rows, int from, int to);

    /** From sums of products of parts of pixels with those of gradients to the gradient of the kernel's rows. */
    abstract void weightGradients(float[][] parts, float[][] rows, int from, int to);

    /** One row of results, from a product for each row of the kernel. */
    private static final class Plain extends RowTransform {

        Plain(int kernel) {
            super(1, kernel, kernel);
        }

        private static void copy(float[][] source, float[][] target, int from, int to) {
            for (int i = 0; i < target.length; i++) {
                System.arraycopy(source[Math.min(i, source.length - 1)], from, target[i], from, to - from);
            }
        }

        @Override
        void pixels(float[][] rows, float[][] parts, int from, int to) {
            copy(rows, parts, from, to);
        }

        @Override
        void gradients(float[][] rows, float[][] parts, int from, int to) {
            copy(rows, parts, from, to);
        }

        @Override
        void weights(float[][] rows, float[][] parts, int from, int to) {
            copy(rows, parts, from, to);
        }

        @Override
        void results(float[][] parts, float[][] rows, int from, int to) {
            float[] sum = rows[0];
            Arrays.fill(sum, from, to, 0);
            for (float[] part : parts) {
                for (int i = from; i < to; i++) {
                    sum[i] += part[i];
                }
            }
        }

        @Override
        void weightGradients(float[][] parts, float[][] rows, int from, int to) {
            copy(parts, rows, from, to);
        }
    }

    /**
     * Four rows of results from six products in place of twelve: Winograd's algorithm F(4, 3) along one axis, with the
     * points 0, ±1, ±2 and infinity. The weights' factors are 24 times the usual ones, and so are whole, which what
     * comes back is divided by: results of small whole numbers are exact. Loops with more than two targets are not
     * vectorised, so that there are several.
     */
    private static final class FourRows extends RowTransform {

        private static final float SCALE = 1f / 24;

        FourRows() {
            super(4, 3, 6);
        }

        @Override
        void pixels(float[][] rows, float[][] parts, int from, int to) {
            outer(rows[0], rows[2], rows[4], parts[0], from, to);
            float[] a = rows[1];
            float[] b = rows[2];
            float[] c = rows[3];
            float[] d = rows[4];
            float[] sum = parts[1];
            float[] difference = parts[2];
            for (int i = from; i < to; i++) {
                float even = d[i] - 4 * b[i];
                float odd = c[i] - 4 * a[i];
                sum[i] = even + odd;
                difference[i] = even - odd;
            }
            float[] sumOfTwo = parts[3];
            float[] differenceOfTwo = parts[4];
            for (int i = from; i < to; i++) {
                float even = d[i] - b[i];
                float odd = 2 * (c[i] - a[i]);
                sumOfTwo[i] = even + odd;
                differenceOfTwo[i] = even - odd;
            }
            outer(rows[1], rows[3], rows[5], parts[5], from, to);
        }

        private static void outer(float[] a, float[] b, float[] c, float[] part, int from, int to) {
            for (int i = from; i < to; i++) {
                part[i] = 4 * a[i] - 5 * b[i] + c[i];
            }
        }

        @Override
        void gradients(float[][] rows, float[][] parts, int from, int to) {
            float[] a = rows[0];
            float[] b = rows[1];
            float[] c = rows[2];
            float[] d = rows[3];
            System.arraycopy(a, from, parts[0], from, to - from);
            float[] sum = parts[1];
            float[] difference = parts[2];
            for (int i = from; i < to; i++) {
                float even = a[i] + c[i];
                float odd = b[i] + d[i];
                sum[i] = even + odd;
                difference[i] = even - odd;
            }
            float[] sumOfTwo = parts[3];
            float[] differenceOfTwo = parts[4];
            for (int i = from; i < to; i++) {
                float even = a[i] + 4 * c[i];
                float odd = 2 * b[i] + 8 * d[i];
                sumOfTwo[i] = even + odd;
                differenceOfTwo[i] = even - odd;
            }
            System.arraycopy(d, from, parts[5], from, to - from);
        }

        @Override
        void weights(float[][] rows, float[][] parts, int from, int to) {
            float[] a = rows[0];
            float[] b = rows[1];
            float[] c = rows[2];
            float[] first = parts[0];
            float[] last = parts[5];
            for (int i = from; i < to; i++) {
                first[i] = 6 * a[i];
                last[i] = 24 * c[i];
            }
            float[] sum = parts[1];
            float[] difference = parts[2];
            for (int i = from; i < to; i++) {
                float even = -4 * (a[i] + c[i]);
                float odd = 4 * b[i];
                sum[i] = even - odd;
                difference[i] = even + odd;
            }
            float[] sumOfTwo = parts[3];
            float[] differenceOfTwo = parts[4];
            for (int i = from; i < to; i++) {
                float even = a[i] + 4 * c[i];
                float odd = 2 * b[i];
                sumOfTwo[i] = even + odd;
                differenceOfTwo[i] = even - odd;
            }
        }

        @Override
        void results(float[][] parts, float[][] rows, int from, int to) {
            float[] first = parts[0];
            float[] sum = parts[1];
            float[] difference = parts[2];
            float[] sumOfTwo = parts[3];
            float[] differenceOfTwo = parts[4];
            float[] last = parts[5];
            float[] a = rows[0];
            float[] c = rows[2];
            for (int i = from; i < to; i++) {
                float even = sum[i] + difference[i];
                float evenOfTwo = sumOfTwo[i] + differenceOfTwo[i];
                a[i] = SCALE * (first[i] + even + evenOfTwo);
                c[i] = SCALE * (even + 4 * evenOfTwo);
            }
            float[] b = rows[1];
            float[] d = rows[3];
            for (int i = from; i < to; i++) {
                float odd = sum[i] - difference[i];
                float oddOfTwo = sumOfTwo[i] - differenceOfTwo[i];
                b[i] = SCALE * (odd + 2 * oddOfTwo);
                d[i] = SCALE * (odd + 8 * oddOfTwo + last[i]);
            }
        }

        @Override
        void weightGradients(float[][] parts, float[][] rows, int from, int to) {
            float[] first = parts[0];
            float[] sum = parts[1];
            float[] difference = parts[2];
            float[] sumOfTwo = parts[3];
            float[] differenceOfTwo = parts[4];
            float[] last = parts[5];
            float[] a = rows[0];
            float[] c = rows[2];
            for (int i = from; i < to; i++) {
                float even = 4 * (sum[i] + difference[i]);
                float evenOfTwo = sumOfTwo[i] + differenceOfTwo[i];
                a[i] = SCALE * (6 * first[i] - even + evenOfTwo);
                c[i] = SCALE * (4 * evenOfTwo - even + 24 * last[i]);
            }
            float[] b = rows[1];
            for (int i = from; i < to; i++) {
                b[i] = SCALE * (4 * (difference[i] - sum[i]) + 2 * (sumOfTwo[i] - differenceOfTwo[i]));
            }
        }
    }

    /** Two rows of results from four products in place of six: F(2, 3), with the points 0, ±1 and infinity. */
    private static final class TwoRows extends RowTransform {

        TwoRows() {
            super(2, 3, 4);
        }

        private static void add(float[] a, float[] b, float[] sum, int from, int to) {
            for (int i = from; i < to; i++) {
                sum[i] = a[i] + b[i];
            }
        }

        private static void subtract(float[] a, float[] b, float[] difference, int from, int to) {
            for (int i = from; i < to; i++) {
                difference[i] = a[i] - b[i];
            }
        }

        @Override
        void pixels(float[][] rows, float[][] parts, int from, int to) {
            subtract(rows[0], rows[2], parts[0], from, to);
            add(rows[2], rows[1], parts[1], from, to);
            subtract(rows[2], rows[1], parts[2], from, to);
            subtract(rows[3], rows[1], parts[3], from, to);
        }

        @Override
        void gradients(float[][] rows, float[][] parts, int from, int to) {
            System.arraycopy(rows[0], from, parts[0], from, to - from);
            add(rows[0], rows[1], parts[1], from, to);
            subtract(rows[0], rows[1], parts[2], from, to);
            System.arraycopy(rows[1], from, parts[3], from, to - from);
        }

        @Override
        void weights(float[][] rows, float[][] parts, int from, int to) {
            float[] a = rows[0];
            float[] b = rows[1];
            float[] c = rows[2];
            float[] sum = parts[1];
            float[] difference = parts[2];
            for (int i = from; i < to; i++) {
                float even = 0.5f * (a[i] + c[i]);
                float odd = 0.5f * b[i];
                sum[i] = even + odd;
                difference[i] = even - odd;
            }
            System.arraycopy(a, from, parts[0], from, to - from);
            System.arraycopy(c, from, parts[3], from, to - from);
        }

        @Override
        void results(float[][] parts, float[][] rows, int from, int to) {
            float[] sum = parts[1];
            float[] difference = parts[2];
            float[] first = parts[0];
            float[] last = parts[3];
            float[] a = rows[0];
            float[] b = rows[1];
            for (int i = from; i < to; i++) {
                a[i] = first[i] + (sum[i] + difference[i]);
                b[i] = sum[i] - difference[i] + last[i];
            }
        }

        @Override
        void weightGradients(float[][] parts, float[][] rows, int from, int to) {
            float[] sum = parts[1];
            float[] difference = parts[2];
            float[] first = parts[0];
            float[] last = parts[3];
            float[] a = rows[0];
            float[] b = rows[1];
            float[] c = rows[2];
            for (int i = from; i < to; i++) {
                float even = 0.5f * (sum[i] + difference[i]);
                a[i] = first[i] + even;
                c[i] = even + last[i];
            }
            for (int i = from; i < to; i++) {
                b[i] = 0.5f * (sum[i] - difference[i]);
            }
        }
    }
}
