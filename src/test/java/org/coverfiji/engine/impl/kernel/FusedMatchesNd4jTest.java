package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertClose;
import static org.coverfiji.engine.impl.TestArrays.mask;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.coverfiji.engine.impl.TestArrays.untouched;
import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.Collection;

import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jKernels;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Both implementations in float: forward and backward agree to 1e-5 of the largest value, whatever the shape. */
@RunWith(Parameterized.class)
public class FusedMatchesNd4jTest {

    private static final DataType FLOAT = DataType.FLOAT;
    private static final double TOLERANCE = 1e-5;

    private final Kernels fused = FusedKernels.INSTANCE;
    private final Kernels nd4j = Nd4jKernels.INSTANCE;

    @Parameter(0)
    public String name;
    /** Batch, channels, sides. */
    @Parameter(1)
    public long[] shape;

    @Parameters(name = "{0}")
    public static Collection<Object[]> shapes() {
        return Arrays.asList(shape(2, 3, 5, 7), shape(1, 1, 1, 1), shape(3, 5, 1, 6), shape(1, 7, 9, 1),
                shape(2, 4, 2, 2),
                shape(1, 2, 66, 19), shape(2, 3, 3, 4, 5), shape(1, 1, 1, 1, 1), shape(2, 5, 1, 2, 7),
                shape(1, 3, 6, 1, 1),
                shape(1, 2, 2, 2, 2), shape(1, 2, 9, 4, 5));
    }

    private static Object[] shape(long... shape) {
        return new Object[] {Arrays.toString(shape), shape};
    }

    private long[] with(long batch, long channels) {
        long[] other = shape.clone();
        other[0] = batch;
        other[1] = channels;
        return other;
    }

    private long[] doubled() {
        long[] other = shape.clone();
        for (int axis = 2; axis < other.length; axis++) {
            other[axis] *= 2;
        }
        return other;
    }

    private int axes() {
        return shape.length - 2;
    }

    @Test
    public void groupNorm() {
        for (int groups : shape[1] % 2 == 0 ? new int[] {1, 2} : new int[] {1, (int) shape[1]}) {
            for (double slope : new double[] {1, 0.2}) {
                groupNorm(groups, slope);
            }
        }
    }

    private void groupNorm(int groups, double slope) {
        INDArray z = random(FLOAT, 1, 3, shape).addi(1);
        INDArray scale = random(FLOAT, 2, 0.5, shape[1]).addi(1);
        INDArray shift = random(FLOAT, 3, 0.5, shape[1]);
        INDArray gradient = random(FLOAT, 4, 1, shape);
        INDArray[][] results = new INDArray[2][];
        for (int i = 0; i < 2; i++) {
            GroupNorm norm = (i == 0 ? nd4j : fused).groupNorm(1);
            double[] statistics = new double[2 * (int) shape[0] * groups];
            INDArray out = untouched(FLOAT, shape);
            INDArray copy = z.dup('c');
            INDArray[] sums = {untouched(FLOAT, shape[1]), untouched(FLOAT, shape[1]), untouched(FLOAT, shape[1])};
            norm.forward(copy, scale, shift, groups, slope, statistics, out);
            norm.backward(copy, scale, shift, groups, slope, statistics, gradient, sums[0], sums[1], sums[2]);
            results[i] = new INDArray[] {out, sums[0], sums[1], copy, sums[2]};
        }
        String[] names = {"y", "scale", "shift"};
        // A group of one value is divided by √ε alone, and so is its rounding.
        boolean constant = z.length() / shape[0] / groups == 1;
        double amplified = constant ? 1 / Math.sqrt(GroupNorm.EPSILON) : 1;
        for (int i = 0; i < names.length; i++) {
            assertClose(names[i] + " of " + groups + " groups", results[0][i], results[1][i], TOLERANCE * amplified);
        }
        // What reaches the convolution of such a group vanishes by cancellation: compare with what it is made of.
        double largest = constant ? amplified : results[0][3].amaxNumber().doubleValue();
        assertEquals("z of " + groups + " groups", 0, results[0][3].sub(results[1][3]).amaxNumber().doubleValue(),
                TOLERANCE * largest);
        double pixels = z.length() / (double) shape[1];
        assertEquals("bias of " + groups + " groups", 0, results[0][4].sub(results[1][4]).amaxNumber().doubleValue(),
                TOLERANCE * largest * Math.max(1, Math.sqrt(pixels)));
    }

    @Test
    public void maxPool() {
        INDArray in = random(FLOAT, 1, 1, doubled());
        INDArray gradient = random(FLOAT, 2, 1, shape);
        INDArray[] out = {untouched(FLOAT, shape), untouched(FLOAT, shape)};
        INDArray[] back = {untouched(FLOAT, doubled()), untouched(FLOAT, doubled())};
        nd4j.maxPool(1).forward(in, out[0]);
        fused.maxPool(1).forward(in, out[1]);
        nd4j.maxPool(1).backward(in, gradient, back[0]);
        fused.maxPool(1).backward(in, gradient, back[1]);
        assertClose("maximum", out[0], out[1], 0);
        assertClose("gradient", back[0], back[1], 0);
    }

    @Test
    public void upsample() {
        for (boolean alignCorners : new boolean[] {true, false}) {
            INDArray in = random(FLOAT, 1, 1, shape);
            long[] large = doubled();
            large[1] += 2;
            INDArray gradient = random(FLOAT, 2, 1, large);
            INDArray[] out = {random(FLOAT, 3, 1, large), random(FLOAT, 3, 1, large)};
            INDArray[] back = {untouched(FLOAT, shape), untouched(FLOAT, shape)};
            nd4j.upsample(1).forward(in, 2, alignCorners, out[0], 1);
            fused.upsample(1).forward(in, 2, alignCorners, out[1], 1);
            nd4j.upsample(1).backward(gradient, 1, 2, alignCorners, back[0]);
            fused.upsample(1).backward(gradient, 1, 2, alignCorners, back[1]);
            assertClose("value, aligned " + alignCorners, out[0], out[1], TOLERANCE);
            assertClose("gradient, aligned " + alignCorners, back[0], back[1], TOLERANCE);
        }
    }

    @Test
    public void copiesOfChannels() {
        INDArray in = random(FLOAT, 1, 1, shape);
        INDArray[] out = {random(FLOAT, 2, 1, with(shape[0], shape[1] + 3)),
                random(FLOAT, 2, 1, with(shape[0], shape[1] + 3))};
        nd4j.upsample(1).copyChannels(in, out[0]);
        fused.upsample(1).copyChannels(in, out[1]);
        assertClose("copied", out[0], out[1], 0);
        INDArray[] taken = {untouched(FLOAT, shape), untouched(FLOAT, shape)};
        nd4j.upsample(1).takeChannels(out[0], taken[0]);
        fused.upsample(1).takeChannels(out[0], taken[1]);
        assertClose("taken", in, taken[0], 0);
        assertClose("taken", in, taken[1], 0);
    }

    /** Displacements up to two pixels, and up to far beyond the image. */
    @Test
    public void warp() {
        for (double reach : new double[] {2, 30}) {
            INDArray flow = random(FLOAT, 1, reach, with(shape[0], axes()));
            INDArray source = random(FLOAT, 2, 1, with(shape[0] * 2, shape[1]));
            INDArray gradient = random(FLOAT, 3, 1, with(shape[0] * 2, shape[1]));
            INDArray[] out = {random(FLOAT, 4, 1, source.shape()), random(FLOAT, 4, 1, source.shape())};
            INDArray[] sources = {random(FLOAT, 5, 1, source.shape()), random(FLOAT, 5, 1, source.shape())};
            INDArray[] flows = {untouched(FLOAT, flow.shape()), untouched(FLOAT, flow.shape())};
            for (int i = 0; i < 2; i++) {
                Warp warp = (i == 0 ? nd4j : fused).warp();
                warp.forward(source, flow, out[i]);
                warp.backward(source, flow, gradient, sources[i], flows[i]);
            }
            assertClose("value, reach " + reach, out[0], out[1], TOLERANCE);
            assertClose("source, reach " + reach, sources[0], sources[1], TOLERANCE);
            assertClose("flow, reach " + reach, flows[0], flows[1], TOLERANCE);
        }
    }

    @Test
    public void mixtureOfVectors() {
        mixtureOfVectors(1, (int) shape[1], 1);
        mixtureOfVectors(2, 8, 1);
        // The twin is slow where the window is large.
        if (axes() == 2 || shape[0] == 2) {
            mixtureOfVectors(3, 2, 2);
        }
        if (axes() == 2 && shape[2] < 20) {
            mixtureOfVectors(2, 3, 3);
            mixtureOfVectors(3, 1, 4);
            mixtureOfVectors(12, 8, 2);
        }
        if (axes() == 3 && shape[0] * shape[2] * shape[3] * shape[4] < 100) {
            mixtureOfVectors(2, 2, 3);
            mixtureOfVectors(1, 2, 4);
        }
    }

    private void mixtureOfVectors(int heads, int features, int amplitude) {
        String settings = heads + " heads of " + features + ", amplitude " + amplitude;
        INDArray projections = random(FLOAT, 1, 2, with(2 * shape[0], heads * features));
        INDArray gradient = random(FLOAT, 2, 1, with(shape[0], axes()));
        INDArray[] out = {untouched(FLOAT, gradient.shape()), untouched(FLOAT, gradient.shape())};
        INDArray[] back = {untouched(FLOAT, projections.shape()), untouched(FLOAT, projections.shape())};
        for (int i = 0; i < 2; i++) {
            MixtureOfVectors mixture = (i == 0 ? nd4j : fused).mixtureOfVectors();
            mixture.forward(projections, heads, amplitude, out[i]);
            mixture.backward(projections, heads, amplitude, gradient, back[i]);
        }
        // A single pixel has one offset, so all is 0 but for rounding.
        assertEquals(settings, 0, out[0].sub(out[1]).amaxNumber().doubleValue(),
                TOLERANCE * Math.max(0.1, out[0].amaxNumber().doubleValue()));
        assertEquals(settings + ", gradient", 0, back[0].sub(back[1]).amaxNumber().doubleValue(),
                TOLERANCE * Math.max(0.1, back[0].amaxNumber().doubleValue()));
    }

    @Test
    public void vectorLoss() {
        INDArray predicted = random(FLOAT, 1, 3, with(shape[0], axes()));
        INDArray flow = random(FLOAT, 2, 3, with(shape[0], axes()));
        INDArray weights = mask(FLOAT, 3, with(shape[0], 1));
        assertEquals(nd4j.losses().vector(predicted, flow, weights), fused.losses().vector(predicted, flow, weights),
                1e-4);
        INDArray[] gradients = {untouched(FLOAT, flow.shape()), untouched(FLOAT, flow.shape())};
        nd4j.losses().vectorGradient(predicted, flow, weights, gradients[0]);
        fused.losses().vectorGradient(predicted, flow, weights, gradients[1]);
        assertClose("gradient", gradients[0], gradients[1], TOLERANCE);
    }

    @Test
    public void consistencyLoss() {
        INDArray features = random(FLOAT, 1, 1, with(2 * shape[0], shape[1]));
        INDArray warped = random(FLOAT, 2, 1, shape);
        INDArray weights = mask(FLOAT, 3, with(shape[0], 1));
        assertEquals(nd4j.losses().consistency(features, warped, weights),
                fused.losses().consistency(features, warped, weights), TOLERANCE);
        INDArray[] first = {untouched(FLOAT, features.shape()), untouched(FLOAT, features.shape())};
        INDArray[] second = {untouched(FLOAT, shape), untouched(FLOAT, shape)};
        nd4j.losses().consistencyGradient(features, warped, weights, 0.7, first[0], second[0]);
        fused.losses().consistencyGradient(features, warped, weights, 0.7, first[1], second[1]);
        // With one channel the cosine is ±1 and its gradient 0 but for rounding, of terms the size of 1/|F|.
        double one = shape[1] == 1
                ? 1 / Math.min(features.aminNumber().doubleValue(), warped.aminNumber().doubleValue()) : 0;
        assertEquals("features", 0, first[0].sub(first[1]).amaxNumber().doubleValue(),
                TOLERANCE * Math.max(one, first[0].amaxNumber().doubleValue()));
        assertEquals("warped", 0, second[0].sub(second[1]).amaxNumber().doubleValue(),
                TOLERANCE * Math.max(one, second[0].amaxNumber().doubleValue()));
    }

    @Test
    public void softmaxLoss() {
        int classes = (int) shape[1] + 1;
        INDArray logits = random(FLOAT, 1, 4, with(shape[0], classes));
        INDArray labels = random(FLOAT, 2, 0.5, with(shape[0], 1)).addi(0.5).muli(classes);
        labels.assign(Transforms.floor(labels, true));
        INDArray weights = mask(FLOAT, 3, with(shape[0], 1));
        float[] classWeights = new float[classes];
        for (int k = 0; k < classes; k++) {
            classWeights[k] = 1 + 0.5f * k;
        }
        assertEquals(nd4j.softmaxLoss().loss(logits, labels, weights, classWeights, 0.6),
                fused.softmaxLoss().loss(logits, labels, weights, classWeights, 0.6), 1e-5);
        INDArray[] gradients = {untouched(FLOAT, logits.shape()), untouched(FLOAT, logits.shape())};
        INDArray[] probabilities = {untouched(FLOAT, logits.shape()), untouched(FLOAT, logits.shape())};
        for (int i = 0; i < 2; i++) {
            SoftmaxLoss loss = (i == 0 ? nd4j : fused).softmaxLoss();
            loss.gradient(logits, labels, weights, classWeights, 0.6, gradients[i]);
            loss.probabilities(logits, probabilities[i]);
        }
        assertClose("probabilities", probabilities[0], probabilities[1], TOLERANCE);
        assertClose("gradient", gradients[0], gradients[1], TOLERANCE);
    }

    @Test
    public void optimizer() {
        int length = 40000 + (int) shape[2];
        INDArray parameters = random(FLOAT, 1, 1, length);
        INDArray[][] arrays = new INDArray[2][];
        for (int i = 0; i < 2; i++) {
            Optimizer optimizer = (i == 0 ? nd4j : fused).optimizer();
            INDArray gradient = random(FLOAT, 2, 1, length);
            INDArray first = random(FLOAT, 3, 1, length);
            INDArray second = random(FLOAT, 4, 0.5, length).addi(0.5);
            assertEquals(gradient.castTo(DataType.DOUBLE).norm2Number().doubleValue(), optimizer.norm(gradient), 1e-3);
            optimizer.scaleAndDecay(gradient, parameters, 0.3, 1e-2);
            INDArray decayed = gradient.dup('c');
            optimizer.adam(gradient, first, second, 0.9, 0.999, 0.01, 0.5, 1e-8);
            arrays[i] = new INDArray[] {decayed, first, second, gradient};
        }
        for (int i = 0; i < arrays[0].length; i++) {
            assertClose("array " + i, arrays[0][i], arrays[1][i], TOLERANCE);
        }
    }
}
