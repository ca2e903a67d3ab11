package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.AffineMatrix;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class GvslLossTest {

    private static final double[] WEIGHTS = {1, 0.7, 1.3};

    private static GvslLoss core(boolean affine, boolean published) {
        Map<String, Double> constants = new HashMap<>();
        constants.put(GvslLoss.WINDOW, 3.0);
        constants.put(GvslLoss.WITH_AFFINE, affine ? 1.0 : 0.0);
        constants.put(GvslLoss.PUBLISHED, published ? 1.0 : 0.0);
        constants.put(GvslLoss.CORRELATION, WEIGHTS[0]);
        constants.put(GvslLoss.RESTORATION, WEIGHTS[1]);
        constants.put(GvslLoss.SMOOTHNESS, WEIGHTS[2]);
        return new GvslLoss(constants::get);
    }

    private static double objective(CoreResult result) {
        return WEIGHTS[0] * result.losses().get(GvslLoss.CORRELATION)
                + WEIGHTS[1] * result.losses().get(GvslLoss.RESTORATION)
                + WEIGHTS[2] * result.losses().get(GvslLoss.SMOOTHNESS);
    }

    /** Displacements that stay clear of the kinks of linear interpolation and of the border of the nearest pixel. */
    static Tensor field(long seed, int... shape) {
        Tensor field = CoreGradient.random(seed, shape);
        for (int i = 0; i < field.data().length; i++) {
            float value = field.data()[i];
            field.data()[i] = Math.round(2 * value) + (value > 0 ? 0.3f : -0.3f) + 0.1f * value;
        }
        return field;
    }

    private static int[] with(int samples, int channels, int... size) {
        return Tensor.batchShape(samples, channels, size);
    }

    /** Windows of which little is seen and that little is dark have a correlation that is far from straight. */
    private static Tensor bright(long seed, int... shape) {
        Tensor image = CoreGradient.random(seed, shape);
        for (int i = 0; i < image.data().length; i++) {
            image.data()[i] += 2;
        }
        return image;
    }

    private static void gradients(boolean affine, boolean published, int samples, int channels, int... size) {
        Map<String, Tensor> extras = Map.of(PairImages.A, CoreGradient.random(1, with(samples, channels, size)),
                PairImages.B, bright(2, with(samples, channels, size)));
        Map<String, Tensor> online = new LinkedHashMap<>();
        online.put(GvslLoss.FIELD, field(3, with(samples, size.length, size)));
        online.put(GvslLoss.RESTORED, CoreGradient.random(4, with(samples, channels, size)));
        Tensor numbers = CoreGradient.random(5, samples, new AffineMatrix(size.length).numbers());
        CoreGradient.check(online, now -> {
            Map<String, Tensor> all = new LinkedHashMap<>(now);
            all.put(GvslLoss.AFFINE, numbers);
            CoreResult result = core(affine, published).evaluate(new CoreInput(all, Map.of(), extras));
            CoreResult some = new CoreResult();
            result.losses().forEach(some::loss);
            online.keySet().forEach(name -> some.gradient(name, result.gradients().get(name)));
            return some;
        }, GvslLossTest::objective, 2e-3);
    }

    /** But those of the affine numbers, whose steps take pixels over kinks: see {@link #slopesOfTheMatrix}. */
    @Test
    public void gradientsAreSlopes() {
        gradients(true, false, 2, 2, 5, 6);
        gradients(true, false, 1, 1, 4, 5, 4);
        gradients(false, false, 2, 1, 6, 7);
        gradients(false, true, 1, 1, 4, 5, 6);
    }

    @Test
    public void slopesOfTheMatrix() {
        slopesOfTheMatrix(false, 5, 6);
        slopesOfTheMatrix(true, 4, 3, 5);
    }

    private static void slopesOfTheMatrix(boolean published, int... size) {
        float[] image = CoreGradient.random(1, size).data();
        float[] field = field(2, with(1, size.length, size)).data();
        double[] weights = Rows.doubles(CoreGradient.random(3, size).data());
        AffineMatrix affine = new AffineMatrix(size.length);
        double[] matrix = affine.of(Rows.doubles(CoreGradient.random(4, affine.numbers()).data()));
        Registration registration = new Registration(size, published);
        registration.warp(image, 0, 1, matrix, field, 0);
        double[] gradient = registration.gradient(weights, new double[field.length], 0);
        for (int i = 0; i < matrix.length; i++) {
            double origin = matrix[i];
            matrix[i] = origin + 1e-7;
            double above = Rows.dot(weights, 0, registration.warp(image, 0, 1, matrix, field, 0), 0, weights.length);
            matrix[i] = origin - 1e-7;
            double below = Rows.dot(weights, 0, registration.warp(image, 0, 1, matrix, field, 0), 0, weights.length);
            matrix[i] = origin;
            assertEquals("matrix " + i, (above - below) / 2e-7, gradient[i], 1e-6 * Math.max(1, Math.abs(gradient[i])));
        }
    }

    private static CoreInput still(Tensor a, Tensor b) {
        int[] field = a.shape();
        field[1] = a.rank() - 2;
        return new CoreInput(Map.of(GvslLoss.FIELD, Tensor.zeros(field), GvslLoss.RESTORED, a), Map.of(),
                Map.of(PairImages.A, a, PairImages.B, b));
    }

    @Test
    public void equalImagesHaveNoLoss() {
        Tensor a = CoreGradient.random(1, 1, 1, 6, 6);
        CoreResult result = core(false, false).evaluate(still(a, a));
        assertEquals(0, result.losses().get(GvslLoss.CORRELATION), 1e-3);
        assertEquals(0, result.losses().get(GvslLoss.RESTORATION), 0);
        assertEquals(0, result.losses().get(GvslLoss.SMOOTHNESS), 0);
    }

    /** Within the images; windows over the border hold zeros, too. */
    @Test
    public void scaleAndOffsetDoNotMatter() {
        double[] first = PairImages.plane(CoreGradient.random(1, 1, 1, 6, 6), 0, 36);
        double[] second = new double[36];
        Arrays.setAll(second, i -> 3 - 2 * first[i]);
        LocalCorrelation local = new LocalCorrelation(new int[] {6, 6}, 3, first, second);
        assertEquals(1, local.squared(2 * 6 + 3), 1e-5);
        assertTrue(local.squared(0) < 0.9);
    }

    @Test
    public void flatImagesAreFinite() {
        CoreResult result = core(false, false).evaluate(still(Tensor.zeros(1, 1, 4, 4), Tensor.zeros(1, 1, 4, 4)));
        assertEquals(1, result.losses().get(GvslLoss.CORRELATION), 0);
        for (float value : result.gradients().get(GvslLoss.FIELD).data()) {
            assertEquals(0, value, 0);
        }
    }

    /** With large offsets, sums of squares in single precision would cancel. */
    @Test
    public void offsetsDoNotCancel() {
        Tensor a = CoreGradient.random(1, 1, 1, 12, 12);
        Tensor b = CoreGradient.random(2, 1, 1, 12, 12);
        double[] first = PairImages.plane(a, 0, 144);
        double[] second = PairImages.plane(b, 0, 144);
        LocalCorrelation near = new LocalCorrelation(new int[] {12, 12}, 3, first, second);
        double[] far = first.clone();
        for (int i = 0; i < far.length; i++) {
            far[i] += 1000;
        }
        LocalCorrelation shifted = new LocalCorrelation(new int[] {12, 12}, 3, far, second);
        assertEquals(near.squared(13 * 5), shifted.squared(13 * 5), 1e-8);
    }

    @Test
    public void thePublishedProgramLearnsNothingAboutTheMap() {
        Tensor images = CoreGradient.random(1, 1, 1, 4, 4);
        CoreInput input = new CoreInput(Map.of(GvslLoss.FIELD, field(3, 1, 2, 4, 4), GvslLoss.RESTORED, images,
                GvslLoss.AFFINE, CoreGradient.random(2, 1, 7, 1, 1)), Map.of(),
                Map.of(PairImages.A, images, PairImages.B, CoreGradient.random(4, 1, 1, 4, 4)));
        assertTrue(core(true, false).evaluate(input).gradients().containsKey(GvslLoss.AFFINE));
        assertFalse(core(true, true).evaluate(input).gradients().containsKey(GvslLoss.AFFINE));
    }

    @Test
    public void otherShapesAreRefused() {
        Tensor a = CoreGradient.random(1, 1, 1, 4, 4);
        CoverException refused = assertThrows(CoverException.class,
                () -> core(false, false).evaluate(still(a, CoreGradient.random(1, 1, 1, 4, 5))));
        assertTrue(refused.getMessage(), refused.getMessage().contains("[1, 1, 4, 5]"));
        assertThrows(CoverException.class, () -> new GvslLoss(key -> 4));
    }
}
