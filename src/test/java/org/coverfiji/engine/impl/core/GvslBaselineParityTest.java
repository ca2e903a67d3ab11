package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.AffineMatrix;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** Affine matrix, warps, losses and gradients of GVSL against the published program, and 2D against its reduction. */
public class GvslBaselineParityTest {

    @Test
    public void volumes() {
        for (GoldenBaseline golden : GoldenBaseline.matching("gvsl_3d.*")) {
            check(golden, "exact/", false);
            check(golden, "published/", true);
        }
    }

    @Test
    public void images() {
        for (GoldenBaseline golden : GoldenBaseline.matching("gvsl_2d.*")) {
            check(golden, "", false);
        }
    }

    private static void check(GoldenBaseline golden, String set, boolean published) {
        Tensor b = golden.tensor("imgB");
        Tensor field = golden.tensor("flow");
        Tensor raw = golden.tensor("raw");
        int dimensions = b.rank() - 2;
        int[] size = PairImages.size(b);
        AffineMatrix affine = new AffineMatrix(dimensions);
        int numbers = affine.numbers();
        float[] matrices = new float[golden.tensor("matrix").data().length];
        float[] moved = new float[b.data().length];
        float[] warped = new float[b.data().length];
        int matrixLength = matrices.length / b.size(0);
        int length = b.data().length / b.size(0);
        for (int sample = 0; sample < b.size(0); sample++) {
            double[] own = new double[numbers];
            for (int i = 0; i < numbers; i++) {
                own[i] = raw.data()[sample * numbers + i];
            }
            double[] matrix = affine.of(own);
            copy(matrix, matrices, sample * matrixLength);
            Registration registration = new Registration(size, published);
            copy(registration.warp(b.data(), sample * length, 1, matrix, field.data(),
                    sample * dimensions * length), warped, sample * length);
            copy(registration.affine(), moved, sample * length);
        }
        golden.assertOutput("matrix", matrices);
        golden.assertOutput(set + "affine_B", moved);
        golden.assertOutput(set + "warp_BA", warped);

        GvslLoss core = new GvslLoss(constants(golden.constant("ncc_window"), published)::get);
        Map<String, Tensor> online = new LinkedHashMap<>();
        online.put(GvslLoss.FIELD, field);
        online.put(GvslLoss.RESTORED, golden.tensor("restored"));
        online.put(GvslLoss.AFFINE, raw);
        CoreResult result = core.evaluate(new CoreInput(online, Map.of(),
                Map.of(PairImages.A, golden.tensor("imgA"), PairImages.B, b)));
        double correlation = result.losses().get(GvslLoss.CORRELATION);
        double restoration = result.losses().get(GvslLoss.RESTORATION);
        double smoothness = result.losses().get(GvslLoss.SMOOTHNESS);
        golden.assertLoss(set + "loss_ncc", correlation);
        golden.assertLoss(set + "loss_mse", restoration);
        golden.assertLoss(set + "loss_smooth", smoothness);
        golden.assertLoss(set + "loss_total", correlation + restoration + smoothness);
        golden.assertGradient(set + "grad_flow", result.gradients().get(GvslLoss.FIELD).data());
        golden.assertGradient(set + "grad_restored", result.gradients().get(GvslLoss.RESTORED).data());
        // The published program learns nothing about the map.
        assertEquals(!published, result.gradients().containsKey(GvslLoss.AFFINE));
        golden.assertGradient(set + "grad_matrix", matrixGradients(golden, published));
    }

    private static void copy(double[] from, float[] to, int start) {
        for (int i = 0; i < from.length; i++) {
            to[start + i] = (float) from[i];
        }
    }

    /** As the loss has them before they go on to the numbers. */
    private static float[] matrixGradients(GoldenBaseline golden, boolean published) {
        Tensor a = golden.tensor("imgA");
        Tensor b = golden.tensor("imgB");
        int[] size = PairImages.size(b);
        int pixels = b.data().length / b.size(0);
        float[] gradients = new float[golden.tensor("matrix").data().length];
        int length = gradients.length / b.size(0);
        for (int sample = 0; sample < b.size(0); sample++) {
            double[] matrix = new double[length];
            for (int i = 0; i < length; i++) {
                matrix[i] = golden.tensor("matrix").data()[sample * length + i];
            }
            Registration registration = new Registration(size, published);
            double[] warped = registration.warp(b.data(), sample * pixels, 1, matrix, golden.tensor("flow").data(),
                    sample * size.length * pixels);
            double[] weights = new double[pixels];
            Arrays.fill(weights, -1.0 / (b.size(0) * pixels));
            double[] gradient = new LocalCorrelation(size, (int) golden.constant("ncc_window"), warped,
                    PairImages.plane(a, sample, pixels)).gradient(weights);
            copy(registration.gradient(gradient, new double[golden.tensor("flow").data().length],
                    sample * size.length * pixels), gradients, sample * length);
        }
        return gradients;
    }

    static Map<String, Double> constants(double window, boolean published) {
        return Map.of(GvslLoss.WINDOW, window, GvslLoss.WITH_AFFINE, 1.0, GvslLoss.PUBLISHED, published ? 1.0 : 0.0,
                GvslLoss.CORRELATION, 1.0, GvslLoss.RESTORATION, 1.0, GvslLoss.SMOOTHNESS, 1.0);
    }
}
