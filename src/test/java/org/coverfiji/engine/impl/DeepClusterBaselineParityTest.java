package org.coverfiji.engine.impl;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.CoreInput;
import org.coverfiji.engine.impl.core.CoreResult;
import org.coverfiji.engine.impl.core.CrossEntropy;
import org.coverfiji.math.KMeans;
import org.coverfiji.math.Whitening;
import org.junit.Test;

/** DeepCluster's whitening, clustering and loss. */
public class DeepClusterBaselineParityTest {

    private static double[][] rows(Tensor matrix) {
        double[][] rows = new double[matrix.size(0)][matrix.size(1)];
        for (int i = 0; i < matrix.data().length; i++) {
            rows[i / matrix.size(1)][i % matrix.size(1)] = matrix.data()[i];
        }
        return rows;
    }

    private static float[] flat(double[][] rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return flat;
    }

    private static float[] floats(int[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = numbers[i];
        }
        return floats;
    }

    /** Signs of components are arbitrary, so that products are compared. */
    @Test
    public void whitening() {
        for (GoldenBaseline golden : GoldenBaseline.matching("deepcluster.*")) {
            Tensor features = golden.tensor("features");
            double[][] whitened = Whitening.of(features.data(), features.size(1), (int) golden.constant("pca"),
                    golden.toString());
            double[][] gram = new double[whitened.length][whitened.length];
            for (int i = 0; i < gram.length; i++) {
                for (int j = 0; j < gram.length; j++) {
                    for (int k = 0; k < whitened[i].length; k++) {
                        gram[i][j] += whitened[i][k] * whitened[j][k];
                    }
                }
            }
            golden.assertOutput("gram", flat(gram));
        }
    }

    @Test
    public void clusters() {
        for (GoldenBaseline golden : GoldenBaseline.matching("deepcluster.*")) {
            KMeans clustering = new KMeans(rows(golden.tensor("whitened")), rows(golden.tensor("centroids0")));
            int iterations = (int) golden.constant("iterations");
            float[] objective = new float[iterations];
            objective[0] = (float) clustering.assign();
            golden.assertExact("assign0", floats(clustering.assignment()));
            clustering.update();
            golden.assertOutput("centroids1", flat(clustering.centroids()));
            for (int i = 1; i < iterations; i++) {
                objective[i] = (float) clustering.assign();
                clustering.update();
            }
            golden.assertExact("assign" + iterations, floats(clustering.assignment()));
            golden.assertOutput("centroids" + iterations, flat(clustering.centroids()));
            golden.assertOutput("objective", objective);
        }
    }

    @Test
    public void lossOfTheHead() {
        for (GoldenBaseline golden : GoldenBaseline.matching("deepcluster.*")) {
            Tensor input = golden.tensor("head_in");
            Tensor weights = golden.tensor("head_w");
            int classes = weights.size(0);
            int features = weights.size(1);
            Tensor logits = Tensor.zeros(input.size(0), classes);
            for (int i = 0; i < logits.data().length; i++) {
                double sum = golden.tensor("head_b").data()[i % classes];
                for (int f = 0; f < features; f++) {
                    sum += (double) weights.data()[i % classes * features + f]
                            * input.data()[i / classes * features + f];
                }
                logits.data()[i] = (float) sum;
            }
            CoreResult result = new CrossEntropy().evaluate(new CoreInput(Map.of(CrossEntropy.LOGITS, logits), Map.of(),
                    Map.of(CrossEntropy.LABELS, golden.tensor("labels"))));
            golden.assertLoss("loss", result.losses().get(CrossEntropy.LOSS));
            float[] gradient = result.gradients().get(CrossEntropy.LOGITS).data();
            float[] atInput = new float[input.data().length];
            float[] atWeights = new float[weights.data().length];
            float[] atBias = new float[classes];
            for (int i = 0; i < gradient.length; i++) {
                atBias[i % classes] += gradient[i];
                for (int f = 0; f < features; f++) {
                    atInput[i / classes * features + f] += gradient[i] * weights.data()[i % classes * features + f];
                    atWeights[i % classes * features + f] += gradient[i] * input.data()[i / classes * features + f];
                }
            }
            golden.assertGradient("grad_head_in", atInput);
            golden.assertGradient("grad_w", atWeights);
            golden.assertGradient("grad_b", atBias);
        }
    }
}
