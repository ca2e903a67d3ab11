package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.bits;
import static org.coverfiji.engine.impl.TestArrays.mask;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.coverfiji.engine.impl.TestArrays.untouched;
import static org.junit.Assert.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.CRC32;

import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The fused loops give the bits that they gave when these numbers were noted, so that a rewritten loop is seen to add
 * in the same order. Java's arithmetic is the same on every processor; what is not ({@code Math.log}, oneDNN) has no
 * part here. Where other bits are wanted, the message has the new number.
 */
@RunWith(Parameterized.class)
public class KernelBitsTest {

    private static final DataType FLOAT = DataType.FLOAT;
    private static final int BATCH = 2;

    @Parameter(0)
    public String name;
    @Parameter(1)
    public String expected;
    @Parameter(2)
    public Function<Kernels, INDArray[]> run;

    @Parameters(name = "{0}")
    public static List<Object[]> cases() {
        return Arrays.asList(
                mixture("7c62ee10", 1, 1, 1, 5, 7),
                mixture("311a30db", 2, 3, 1, 33, 20),
                mixture("c6d25732", 3, 2, 1, 16, 64),
                mixture("0de7190d", 1, 8, 1, 3, 130),
                mixture("f288b395", 1, 2, 1, 1, 1),
                mixture("a567f1c0", 2, 4, 2, 66, 19),
                mixture("dbfd8bae", 4, 2, 2, 32, 32),
                mixture("26161850", 3, 1, 2, 1, 6),
                mixture("47e619a5", 1, 5, 2, 9, 1),
                mixture("8dc7928b", 8, 8, 2, 17, 16),
                mixture("bbe76999", 2, 3, 3, 12, 40),
                mixture("6f53f912", 1, 8, 3, 7, 5),
                mixture("6b912912", 3, 2, 4, 21, 23),
                mixture("aba5c9de", 1, 1, 4, 8, 150),
                mixture("c471a03a", 2, 8, 4, 3, 4),
                mixture("bf046085", 1, 1, 1, 3, 4, 5),
                mixture("ada997db", 2, 3, 1, 13, 6, 7),
                mixture("efefbb84", 3, 2, 1, 8, 8, 16),
                mixture("27f5e75a", 1, 8, 1, 5, 9, 40),
                mixture("e9b846c7", 1, 2, 1, 1, 1, 1),
                mixture("f7ef56a6", 2, 2, 2, 9, 4, 5),
                mixture("22ffb3bd", 1, 3, 2, 5, 3, 70),
                mixture("b34c3723", 4, 2, 2, 1, 2, 7),
                mixture("dcb88989", 1, 4, 2, 6, 1, 1),
                mixture("3ae50c3d", 1, 2, 3, 7, 5, 6),
                mixture("70993c2f", 2, 3, 3, 2, 4, 3),
                mixture("7b1d8ce9", 1, 1, 4, 5, 4, 6),
                mixture("88cfc698", 1, 2, 4, 3, 9, 2),
                norm("1ea7da6f", 1, 1, 1, 0.2, 1, 2),
                norm("19002863", 1, 5, 5, 0.2, 33, 20),
                norm("83b9d599", 1, 6, 2, 1, 5, 7),
                norm("343f3cae", 1, 4, 1, 0.2, 66, 19),
                norm("4e67c1a8", 1, 2, 2, 0.2, 200, 170),
                norm("a2cca00c", 1, 3, 1, 0.2, 3, 4, 5),
                norm("dd50d3a0", 1, 4, 2, 0.2, 13, 6, 7),
                norm("476d44e0", 1, 2, 1, 1, 20, 41, 43),
                norm("6cd59904", 8, 8, 1, 0.2, 5, 7),
                norm("888d4174", 8, 16, 4, 0.2, 33, 20),
                norm("eafc2a8a", 8, 32, 2, 1, 34, 7),
                norm("c349866f", 8, 8, 8, 0.2, 1, 3),
                norm("975cf5ec", 8, 16, 2, 0.2, 70, 71),
                norm("7df3bd4b", 8, 16, 2, 0.2, 5, 6, 7),
                norm("55f6f5e8", 8, 24, 3, 0.2, 4, 2, 6),
                norm("24f31ca2", 8, 32, 1, 0.2, 13, 6, 7),
                norm("11ac76f8", 16, 16, 2, 0.2, 5, 7),
                norm("6ab5ee8a", 16, 32, 4, 0.2, 33, 20),
                norm("bdc6b906", 16, 32, 1, 1, 34, 7),
                norm("b2894bd7", 16, 16, 16, 0.2, 1, 3),
                norm("43d14665", 16, 16, 2, 0.2, 50, 51),
                norm("8a99ae1d", 16, 32, 2, 0.2, 5, 6, 7),
                norm("fc1363f0", 16, 16, 1, 0.2, 4, 2, 6),
                norm("6634ae56", 16, 48, 6, 0.2, 13, 6, 7),
                warp("e58cc1ad", 2, 5, 7),
                warp("00cedc75", 30, 5, 7),
                warp("87ba67ea", 4, 33, 20),
                warp("c8dd7af6", 2, 1, 1),
                warp("dabd793f", 2, 3, 4, 5),
                warp("34f5b280", 30, 3, 4, 5),
                warp("0f8f2206", 3, 13, 6, 7),
                resampling("416449f8", 1, 5, 7),
                resampling("ac796403", 8, 5, 7),
                resampling("4b7d2d0a", 16, 3, 1),
                resampling("f2181952", 1, 3, 4, 5),
                resampling("1a0dcfc4", 8, 3, 4, 5),
                resampling("5686fe9d", 16, 2, 1, 3),
                coverLosses("ce1fe964", 5, 5, 7),
                coverLosses("1863df55", 1, 3, 2),
                coverLosses("0f51ece5", 8, 33, 20),
                coverLosses("7097804f", 5, 3, 4, 5),
                coverLosses("c6dff576", 3, 13, 6, 7),
                softmaxLoss("1f6bc715", 2, 5, 7),
                softmaxLoss("a0bc089e", 5, 33, 20),
                softmaxLoss("5df07df8", 3, 3, 4, 5),
                softmaxLoss("a848cae3", 4, 13, 6, 7));
    }

    @Test
    public void bitsAreThoseNoted() {
        CRC32 sum = new CRC32();
        for (INDArray array : run.apply(FusedKernels.INSTANCE)) {
            for (int bits : bits(array)) {
                for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
                    sum.update(bits >> shift);
                }
            }
        }
        assertEquals(name, expected, String.format("%08x", sum.getValue()));
    }

    private static Object[] row(String name, String expected, Function<Kernels, INDArray[]> run) {
        return new Object[] {name, expected, run};
    }

    private static long[] shape(long batch, long channels, int[] sides) {
        long[] shape = new long[2 + sides.length];
        shape[0] = batch;
        shape[1] = channels;
        for (int axis = 0; axis < sides.length; axis++) {
            shape[2 + axis] = sides[axis];
        }
        return shape;
    }

    /** The shape that holds as many values in blocks of channels. */
    private static long[] blocked(int block, long... rowMajor) {
        long[] shape = Arrays.copyOf(rowMajor, rowMajor.length + (block == 1 ? 0 : 1));
        shape[1] /= block;
        if (block > 1) {
            shape[rowMajor.length] = block;
        }
        return shape;
    }

    private static int[] scaled(int[] sides, int factor) {
        return Arrays.stream(sides).map(side -> side * factor).toArray();
    }

    private static Object[] mixture(String expected, int heads, int features, int amplitude, int... sides) {
        String name = "mixture of vectors, " + heads + " heads of " + features + ", amplitude " + amplitude + ", "
                + Arrays.toString(sides);
        return row(name, expected, kernels -> {
            INDArray projections = random(FLOAT, 1, 2, shape(2 * BATCH, heads * features, sides));
            INDArray gradient = random(FLOAT, 2, 1, shape(BATCH, sides.length, sides));
            INDArray[] results = {untouched(FLOAT, gradient.shape()), untouched(FLOAT, projections.shape())};
            kernels.mixtureOfVectors().forward(projections, heads, amplitude, results[0]);
            kernels.mixtureOfVectors().backward(projections, heads, amplitude, gradient, results[1]);
            return results;
        });
    }

    private static Object[] norm(String expected, int block, int channels, int groups, double slope, int... sides) {
        String name = "group norm, blocks of " + block + ", " + channels + " channels in " + groups + " groups, slope "
                + slope + ", " + Arrays.toString(sides);
        return row(name, expected, kernels -> {
            long[] shape = blocked(block, shape(BATCH, channels, sides));
            INDArray z = random(FLOAT, 1, 3, shape).addi(1);
            INDArray scale = random(FLOAT, 2, 0.5, channels).addi(1);
            INDArray shift = random(FLOAT, 3, 0.5, channels);
            INDArray gradient = random(FLOAT, 4, 1, shape);
            INDArray out = untouched(FLOAT, shape);
            INDArray[] sums = {untouched(FLOAT, channels), untouched(FLOAT, channels), untouched(FLOAT, channels)};
            double[] statistics = new double[2 * BATCH * groups];
            GroupNorm norm = kernels.groupNorm(block);
            norm.forward(z, scale, shift, groups, slope, statistics, out);
            norm.backward(z, scale, shift, groups, slope, statistics, gradient, sums[0], sums[1], sums[2]);
            return new INDArray[] {out, z, sums[0], sums[1], sums[2]};
        });
    }

    private static Object[] warp(String expected, double reach, int... sides) {
        return row("warp by up to " + reach + ", " + Arrays.toString(sides), expected, kernels -> {
            long[] shape = shape(BATCH, 5, sides);
            INDArray source = random(FLOAT, 1, 1, shape);
            INDArray flow = random(FLOAT, 2, reach, shape(BATCH, sides.length, sides));
            INDArray gradient = random(FLOAT, 3, 1, shape);
            INDArray[] results = {untouched(FLOAT, shape), untouched(FLOAT, shape), untouched(FLOAT, flow.shape())};
            kernels.warp().forward(source, flow, results[0]);
            kernels.warp().backward(source, flow, gradient, results[1], results[2]);
            return results;
        });
    }

    private static Object[] resampling(String expected, int block, int... sides) {
        return row("pooling and up-sampling, blocks of " + block + ", " + Arrays.toString(sides), expected, kernels -> {
            INDArray small = random(FLOAT, 1, 1, blocked(block, shape(BATCH, 16, sides)));
            INDArray large = random(FLOAT, 2, 1, blocked(block, shape(BATCH, 16, scaled(sides, 2))));
            INDArray[] results = {untouched(FLOAT, small.shape()), untouched(FLOAT, large.shape()),
                    untouched(FLOAT, large.shape()), untouched(FLOAT, small.shape())};
            kernels.maxPool(block).forward(large, results[0]);
            kernels.maxPool(block).backward(large, small, results[1]);
            kernels.upsample(block).forward(small, 2, true, results[2], 0);
            kernels.upsample(block).backward(large, 0, 1, false, results[3]);
            return results;
        });
    }

    private static Object[] coverLosses(String expected, int channels, int... sides) {
        return row("COVER's losses, " + channels + " channels, " + Arrays.toString(sides), expected, kernels -> {
            INDArray features = random(FLOAT, 1, 1, shape(2 * BATCH, channels, sides));
            INDArray warped = random(FLOAT, 2, 1, shape(BATCH, channels, sides));
            INDArray predicted = random(FLOAT, 3, 3, shape(BATCH, sides.length, sides));
            INDArray flow = random(FLOAT, 4, 3, predicted.shape());
            INDArray weights = mask(FLOAT, 5, shape(BATCH, 1, sides));
            INDArray[] results = {untouched(FLOAT, features.shape()), untouched(FLOAT, warped.shape()),
                    untouched(FLOAT, flow.shape()), untouched(FLOAT, 3)};
            Losses losses = kernels.losses();
            results[3].putScalar(0, losses.consistency(features, warped, weights));
            results[3].putScalar(1, losses.consistencyGradient(features, warped, weights, 0.7, results[0], results[1]));
            results[3].putScalar(2, losses.vector(predicted, flow, weights));
            losses.vectorGradient(predicted, flow, weights, results[2]);
            return results;
        });
    }

    private static Object[] softmaxLoss(String expected, int classes, int... sides) {
        return row("softmax loss, " + classes + " classes, " + Arrays.toString(sides), expected, kernels -> {
            INDArray logits = random(FLOAT, 1, 4, shape(BATCH, classes, sides));
            INDArray labels = random(FLOAT, 2, 0.5, shape(BATCH, 1, sides)).addi(0.5).muli(classes);
            labels.assign(Transforms.floor(labels, true));
            INDArray weights = mask(FLOAT, 3, shape(BATCH, 1, sides));
            float[] classWeights = new float[classes];
            for (int k = 0; k < classes; k++) {
                classWeights[k] = 1 + 0.5f * k;
            }
            INDArray[] results = {untouched(FLOAT, logits.shape()), untouched(FLOAT, logits.shape())};
            kernels.softmaxLoss().probabilities(logits, results[0]);
            kernels.softmaxLoss().gradient(logits, labels, weights, classWeights, 0.6, results[1]);
            return results;
        });
    }
}
