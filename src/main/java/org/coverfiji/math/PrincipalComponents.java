package org.coverfiji.math;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;

import Jama.EigenvalueDecomposition;
import Jama.Matrix;

/**
 * The directions in which feature vectors vary most, strongest first: unit eigenvectors of their covariance. Each
 * eigenvector's sign is chosen so that its entry of largest magnitude is positive, which makes colours repeatable.
 * Features may have weights, by which they are multiplied beforehand: how much each has to say.
 *
 * <pre>
 * FloatImage three = PrincipalComponents.fit(features, seed).project(features, 3);
 * </pre>
 */
public final class PrincipalComponents {

    /** Pixels that a fit looks at; more of them change the directions hardly. */
    public static final int SAMPLE = 200_000;

    private static final int PORTION = 1024;

    /** Pixels projected at a time: those of a channel stay in the processor's first cache. */
    private static final int PROJECTED = 2048;

    private final double[] mean;
    private final double[] weights;
    private final double[] variances;
    private final double[][] directions;

    /**
     * @param covariance of the features without their weights
     * @param weights one per feature, above 0
     * @param source whose features these are, for messages
     * @throws CoverException if a feature is not a finite number
     */
    public PrincipalComponents(Covariance covariance, double[] weights, String source) {
        if (covariance.count() == 0 || weights.length != covariance.features()) {
            throw new IllegalArgumentException(covariance.count() + " vectors of " + covariance.features()
                    + " features, " + weights.length + " weights");
        }
        mean = covariance.mean();
        this.weights = weights.clone();
        EigenvalueDecomposition eigen = new EigenvalueDecomposition(new Matrix(weighted(covariance, source)));
        // JAMA gives eigenvalues in rising order.
        double[] values = eigen.getRealEigenvalues();
        double[][] vectors = eigen.getV().transpose().getArray();
        variances = new double[values.length];
        directions = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            // Rounding can make the variance of a direction without any slightly negative.
            int largestFirst = values.length - 1 - i;
            variances[i] = Math.max(0, values[largestFirst]);
            directions[i] = withSign(vectors[largestFirst]);
        }
    }

    private double[][] weighted(Covariance covariance, String source) {
        double[][] matrix = covariance.matrix();
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                matrix[i][j] *= weights[i] * weights[j];
                if (!Double.isFinite(matrix[i][j])) {
                    throw new CoverException("The features of " + source + " are not all finite numbers, so they have"
                            + " no principal components; use a model whose training did not diverge.");
                }
            }
        }
        return matrix;
    }

    private static double[] withSign(double[] direction) {
        double largest = 0;
        for (double entry : direction) {
            if (Math.abs(entry) > Math.abs(largest)) {
                largest = entry;
            }
        }
        return largest < 0 ? Arrays.stream(direction).map(entry -> -entry).toArray() : direction;
    }

    /**
     * Of an image's pixels, or of a random choice of {@link #SAMPLE} of them; all features count alike.
     *
     * @throws CoverException if a feature is not a finite number
     */
    public static PrincipalComponents fit(FloatImage features, long seed) {
        double[] weights = new double[features.channels()];
        Arrays.fill(weights, 1);
        return fit(features, weights, seed);
    }

    /**
     * Of an image's pixels, or of a random choice of {@link #SAMPLE} of them.
     *
     * @param weights one per channel, above 0
     * @throws CoverException if a feature is not a finite number
     */
    public static PrincipalComponents fit(FloatImage features, double[] weights, long seed) {
        int channels = features.channels();
        int pixels = features.pixels();
        int number = Math.min(pixels, SAMPLE);
        SplittableRandom random = new SplittableRandom(seed);
        Covariance covariance = new Covariance(channels);
        float[] portion = new float[PORTION * channels];
        for (int start = 0; start < number; start += PORTION) {
            int filled = Math.min(PORTION, number - start);
            for (int v = 0; v < filled; v++) {
                int pixel = pixels <= SAMPLE ? start + v : random.nextInt(pixels);
                for (int c = 0; c < channels; c++) {
                    portion[v * channels + c] = features.data()[c * pixels + pixel];
                }
            }
            covariance.add(portion, filled);
        }
        return new PrincipalComponents(covariance, weights, features.name());
    }

    /** A component's unit vector, in the space of the weighted features. */
    public double[] direction(int component) {
        return directions[component].clone();
    }

    /** The variance along a component. */
    public double variance(int component) {
        return variances[component];
    }

    /** The centre, along a component: a vector x projects to Σ_i direction_i · weight_i · x_i − offset. */
    public double offset(int component) {
        double offset = 0;
        for (int i = 0; i < mean.length; i++) {
            offset += directions[component][i] * weights[i] * mean[i];
        }
        return offset;
    }

    /** The first components of every pixel, as channels. */
    public FloatImage project(FloatImage features, int components) {
        int pixels = features.pixels();
        float[] result = new float[components * pixels];
        for (int k = 0; k < components; k++) {
            Arrays.fill(result, k * pixels, (k + 1) * pixels, (float) -offset(k));
            addProjection(k, 0, features.data(), 0, mean.length, pixels, result, k * pixels);
        }
        return features.withData(result, components);
    }

    /**
     * Adds one component's share of some of the features to a map: Σ_c direction[f] · weight[f] · map c with
     * f = firstFeature + c. The offset is not part of it.
     *
     * @param maps [channels, pixels] from {@code start} on
     */
    public void addProjection(int component, int firstFeature, float[] maps, int start, int channels, int pixels,
            float[] target, int targetStart) {
        // Both arrays from 0 on, because C2 vectorises no loop whose arrays run by different indices.
        float[] sum = new float[Math.min(PROJECTED, pixels)];
        float[] part = new float[sum.length];
        for (int done = 0; done < pixels; done += sum.length) {
            int length = Math.min(sum.length, pixels - done);
            System.arraycopy(target, targetStart + done, sum, 0, length);
            for (int c = 0; c < channels; c++) {
                float factor = (float) (directions[component][firstFeature + c] * weights[firstFeature + c]);
                System.arraycopy(maps, start + c * pixels + done, part, 0, length);
                addScaled(part, factor, sum, length);
            }
            System.arraycopy(sum, 0, target, targetStart + done, length);
        }
    }

    private static void addScaled(float[] values, float factor, float[] sum, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += factor * values[i];
        }
    }
}
