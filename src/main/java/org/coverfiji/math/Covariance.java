package org.coverfiji.math;

/**
 * Mean and covariance of feature vectors that arrive in portions. Sums are taken about the first vector, because
 * features far from the origin would otherwise lose their variance to rounding.
 */
public final class Covariance {

    /** Vectors added in one sweep over the matrix, which is large where there are many features. */
    private static final int SWEEP = 4;

    private final int features;
    private final double[] origin;
    private final double[] sums;
    /** Upper triangle of Σ x·xᵀ. */
    private final double[][] products;
    private long count;

    public Covariance(int features) {
        this.features = features;
        origin = new double[features];
        sums = new double[features];
        products = new double[features][features];
    }

    /**
     * @param vectors one after the other, each with all its features
     * @param number how many of them to take
     */
    public void add(float[] vectors, int number) {
        if (number == 0) {
            return;
        }
        if (count == 0) {
            for (int i = 0; i < features; i++) {
                origin[i] = vectors[i];
            }
        }
        double[][] sweep = new double[SWEEP][features];
        for (int start = 0; start < number; start += SWEEP) {
            for (int v = 0; v < SWEEP; v++) {
                // Past the end: vectors of zeros, which add nothing.
                for (int i = 0; i < features; i++) {
                    sweep[v][i] = start + v < number ? vectors[(start + v) * features + i] - origin[i] : 0;
                    sums[i] += sweep[v][i];
                }
            }
            addProducts(sweep[0], sweep[1], sweep[2], sweep[3]);
        }
        count += number;
    }

    private void addProducts(double[] a, double[] b, double[] c, double[] d) {
        for (int i = 0; i < features; i++) {
            double[] row = products[i];
            double ai = a[i];
            double bi = b[i];
            double ci = c[i];
            double di = d[i];
            for (int j = i; j < features; j++) {
                row[j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
            }
        }
    }

    public int features() {
        return features;
    }

    /** How many vectors were added. */
    public long count() {
        return count;
    }

    public double[] mean() {
        double[] mean = new double[features];
        for (int i = 0; i < features; i++) {
            mean[i] = origin[i] + sums[i] / count;
        }
        return mean;
    }

    /** The symmetric matrix of covariances (divided by the number of vectors). */
    public double[][] matrix() {
        double[][] matrix = new double[features][features];
        for (int i = 0; i < features; i++) {
            for (int j = i; j < features; j++) {
                matrix[i][j] = products[i][j] / count - sums[i] / count * (sums[j] / count);
                matrix[j][i] = matrix[i][j];
            }
        }
        return matrix;
    }
}
