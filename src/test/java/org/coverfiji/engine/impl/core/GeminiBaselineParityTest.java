package org.coverfiji.engine.impl.core;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** Masks, warps, losses and gradients of GEMINI's first step against the published program. */
public class GeminiBaselineParityTest {

    @Test
    public void imagesAndVolumes() {
        for (GoldenBaseline golden : GoldenBaseline.matching("gemini_[23]d.*")) {
            CoreResult result = evaluate(golden, "exact/", false);
            golden.assertGradient("exact/grad_featB", half(result.gradients().get(GeminiLoss.FEATURES), 1));
            golden.assertGradient("exact/grad_flowBA", half(result.gradients().get(GeminiLoss.FIELDS), 1));
            warped(golden, "AB", "imgA");
            warped(golden, "BA", "imgB");
            evaluate(golden, "published/", true);
        }
    }

    private static CoreResult evaluate(GoldenBaseline golden, String set, boolean published) {
        Map<String, Double> constants = new LinkedHashMap<>();
        constants.put(GeminiLoss.WINDOW, golden.constant("ncc_window"));
        constants.put(GeminiLoss.PUBLISHED, published ? 1.0 : 0.0);
        constants.put(GeminiLoss.CORRELATION, golden.constant("w_gvs"));
        constants.put(GeminiLoss.SEMANTIC, golden.constant("w_gss"));
        constants.put(GeminiLoss.SMOOTHNESS, golden.constant("w_smooth"));
        constants.put(GeminiLoss.FEATURE_PART, golden.constant("gss_feature_part"));
        constants.put(GeminiLoss.FIELD_PART, golden.constant("gss_flow_part"));
        GeminiLoss core = new GeminiLoss(constants::get);
        Map<String, Tensor> online = new LinkedHashMap<>();
        online.put(GeminiLoss.FEATURES, both(golden.tensor("featA"), golden.tensor("featB")));
        online.put(GeminiLoss.FIELDS, both(golden.tensor("flowAB"), golden.tensor("flowBA")));
        CoreResult result = core.evaluate(new CoreInput(online, Map.of(),
                Map.of(PairImages.A, golden.tensor("imgA"), PairImages.B, golden.tensor("imgB"))));
        double correlation = result.losses().get(GeminiLoss.CORRELATION);
        double semantic = result.losses().get(GeminiLoss.SEMANTIC);
        double smoothness = result.losses().get(GeminiLoss.SMOOTHNESS);
        golden.assertLoss(set + "loss_gvs", correlation);
        golden.assertLoss(set + "loss_gss", semantic);
        golden.assertLoss(set + "loss_smooth", smoothness);
        golden.assertLoss(set + "loss_total", golden.constant("w_gvs") * correlation
                + golden.constant("w_gss") * semantic + golden.constant("w_smooth") * smoothness);
        golden.assertGradient(set + "grad_featA", half(result.gradients().get(GeminiLoss.FEATURES), 0));
        golden.assertGradient(set + "grad_flowAB", half(result.gradients().get(GeminiLoss.FIELDS), 0));
        return result;
    }

    private static Tensor both(Tensor first, Tensor second) {
        float[] data = new float[2 * first.data().length];
        System.arraycopy(first.data(), 0, data, 0, first.data().length);
        System.arraycopy(second.data(), 0, data, first.data().length, first.data().length);
        int[] shape = first.shape();
        shape[0] *= 2;
        return new Tensor(data, shape);
    }

    private static float[] half(Tensor both, int which) {
        int length = both.data().length / 2;
        float[] result = new float[length];
        System.arraycopy(both.data(), which * length, result, 0, length);
        return result;
    }

    private static void warped(GoldenBaseline golden, String direction, String source) {
        Tensor image = golden.tensor(source);
        Tensor field = golden.tensor("flow" + direction);
        int[] size = PairImages.size(image);
        int pixels = image.data().length / image.size(0);
        float[] warped = new float[image.data().length];
        float[] mask = new float[image.data().length];
        for (int sample = 0; sample < image.size(0); sample++) {
            SamplePoints points = SamplePoints.displaced(Sampling.EXACT, size, field.data(),
                    sample * size.length * pixels);
            double[] values = points.read(points.rimmed(image.data(), sample * pixels, 1), 1);
            for (int i = 0; i < pixels; i++) {
                warped[sample * pixels + i] = (float) values[i];
                mask[sample * pixels + i] = points.nearestInside(i) ? 1 : 0;
            }
        }
        golden.assertOutput("exact/warp_" + direction, warped);
        golden.assertExact("exact/mask_" + direction, mask);
    }
}
