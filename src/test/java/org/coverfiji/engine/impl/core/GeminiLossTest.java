package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class GeminiLossTest {

    private static final double SEMANTIC = 0.8;
    private static final double SMOOTHNESS = 0.4;

    private static GeminiLoss core(double featurePart, double fieldPart, boolean published) {
        Map<String, Double> constants = new HashMap<>();
        constants.put(GeminiLoss.WINDOW, 3.0);
        constants.put(GeminiLoss.PUBLISHED, published ? 1.0 : 0.0);
        constants.put(GeminiLoss.CORRELATION, 1.0);
        constants.put(GeminiLoss.SEMANTIC, SEMANTIC);
        constants.put(GeminiLoss.SMOOTHNESS, SMOOTHNESS);
        constants.put(GeminiLoss.FEATURE_PART, featurePart);
        constants.put(GeminiLoss.FIELD_PART, fieldPart);
        return new GeminiLoss(constants::get);
    }

    private static double objective(CoreResult result) {
        return result.losses().get(GeminiLoss.CORRELATION) + SEMANTIC * result.losses().get(GeminiLoss.SEMANTIC)
                + SMOOTHNESS * result.losses().get(GeminiLoss.SMOOTHNESS);
    }

    /** One of the two embeddings; as each part of the semantic loss has a gradient at one of them alone. */
    private static void gradients(String of, boolean published, int pairs, int channels, int... size) {
        Map<String, Tensor> extras = Map.of(
                PairImages.A, CoreGradient.random(1, Tensor.batchShape(pairs, channels, size)),
                PairImages.B, CoreGradient.random(2, Tensor.batchShape(pairs, channels, size)));
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put(GeminiLoss.FIELDS, GvslLossTest.field(3, Tensor.batchShape(2 * pairs, size.length, size)));
        all.put(GeminiLoss.FEATURES, CoreGradient.random(4, Tensor.batchShape(2 * pairs, 3, size)));
        GeminiLoss core = of.equals(GeminiLoss.FIELDS) ? core(0, 0.9, published) : core(0.3, 0, published);
        CoreGradient.check(Map.of(of, all.get(of)), now -> {
            Map<String, Tensor> online = new LinkedHashMap<>(all);
            online.putAll(now);
            CoreResult result = core.evaluate(new CoreInput(online, Map.of(), extras));
            CoreResult one = new CoreResult().gradient(of, result.gradients().get(of));
            result.losses().forEach(one::loss);
            return one;
        }, GeminiLossTest::objective, 1e-3);
    }

    @Test
    public void gradientsAreSlopes() {
        for (String of : new String[] {GeminiLoss.FIELDS, GeminiLoss.FEATURES}) {
            gradients(of, false, 2, 2, 4, 5);
            gradients(of, false, 1, 1, 3, 4, 3);
            gradients(of, true, 1, 1, 5, 4);
        }
    }

    private static CoreResult evaluate(double displacement, double featurePart, double fieldPart) {
        Tensor fields = Tensor.zeros(2, 2, 4, 4);
        Arrays.fill(fields.data(), (float) displacement);
        return core(featurePart, fieldPart, false).evaluate(new CoreInput(
                Map.of(GeminiLoss.FEATURES, CoreGradient.random(4, 2, 3, 4, 4), GeminiLoss.FIELDS, fields), Map.of(),
                Map.of(PairImages.A, CoreGradient.random(1, 1, 1, 4, 4), PairImages.B,
                        CoreGradient.random(2, 1, 1, 4, 4))));
    }

    private static void zero(Tensor gradient) {
        for (float value : gradient.data()) {
            assertEquals(0, value, 0);
        }
    }

    /** What lies beyond the images counts for nothing: neither a loss of NaN nor a gradient. */
    @Test
    public void fieldsThatLeaveTheImageEntirelyAreFinite() {
        CoreResult result = evaluate(9, 0.1, 1);
        assertEquals(0, result.losses().get(GeminiLoss.SEMANTIC), 0);
        assertEquals(2, result.losses().get(GeminiLoss.CORRELATION), 1e-12);
        zero(result.gradients().get(GeminiLoss.FEATURES));
        zero(result.gradients().get(GeminiLoss.FIELDS));
    }

    /** The first part alone trains features. */
    @Test
    public void theFieldPartHasNoGradientAtTheFeatures() {
        zero(evaluate(0.3, 0, 1).gradients().get(GeminiLoss.FEATURES));
        CoreResult without = evaluate(0.3, 0.1, 0);
        CoreResult with = evaluate(0.3, 0.2, 0);
        assertEquals(2 * without.losses().get(GeminiLoss.SEMANTIC), with.losses().get(GeminiLoss.SEMANTIC), 1e-12);
        assertArrayEquals(without.gradients().get(GeminiLoss.FIELDS).data(),
                with.gradients().get(GeminiLoss.FIELDS).data(), 0);
    }

    @Test
    public void otherShapesAreRefused() {
        Tensor images = CoreGradient.random(1, 2, 1, 4, 4);
        CoverException refused = assertThrows(CoverException.class,
                () -> core(0.1, 1, false).evaluate(new CoreInput(
                        Map.of(GeminiLoss.FEATURES, CoreGradient.random(2, 2, 3, 4, 4), GeminiLoss.FIELDS,
                                Tensor.zeros(4, 2, 4, 4)),
                        Map.of(), Map.of(PairImages.A, images, PairImages.B, images))));
        assertTrue(refused.getMessage(), refused.getMessage().contains("[2, 3, 4, 4] as features"));
    }
}
