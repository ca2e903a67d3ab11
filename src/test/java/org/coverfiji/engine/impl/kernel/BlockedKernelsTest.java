package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertClose;
import static org.coverfiji.engine.impl.TestArrays.bits;
import static org.coverfiji.engine.impl.TestArrays.mask;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.coverfiji.engine.impl.TestArrays.untouched;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assume.assumeTrue;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jKernels;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** On maps in blocks of channels every kernel does what it does on row-major ones. */
@RunWith(Parameterized.class)
public class BlockedKernelsTest {

    private static final DataType FLOAT = DataType.FLOAT;
    private static final double TOLERANCE = 1e-5;
    /** Winograd's transforms cost some digits. */
    private static final double CONVOLUTION_TOLERANCE = 5e-5;
    private static final int BATCH = 2;
    private static final int CHANNELS = 32;

    @Parameter(0)
    public int block;
    @Parameter(1)
    public long[] sides;
    private final Kernels kernels = FusedKernels.INSTANCE;
    private Relayout relayout;

    @Parameters(name = "blocks of {0}")
    public static List<Object[]> cases() {
        return Arrays.asList(new Object[] {8, new long[] {6, 10}}, new Object[] {16, new long[] {6, 10}},
                new Object[] {16, new long[] {34, 70}}, new Object[] {8, new long[] {4, 2, 6}},
                new Object[] {16, new long[] {4, 2, 6}});
    }

    @Before
    public void set() {
        assumeTrue("oneDNN's library, and with it this layout, exists for x86_64 only", OneDnn.available());
        relayout = kernels.relayout(block);
    }

    private long[] shape(long channels) {
        return scaled(channels, 1);
    }

    private long[] scaled(long channels, double factor) {
        long[] shape = new long[2 + sides.length];
        shape[0] = BATCH;
        shape[1] = channels;
        for (int i = 0; i < sides.length; i++) {
            shape[2 + i] = (long) (sides[i] * factor);
        }
        return shape;
    }

    private long[] blocked(long[] rowMajor) {
        long[] shape = Arrays.copyOf(rowMajor, rowMajor.length + 1);
        shape[1] /= block;
        shape[rowMajor.length] = block;
        return shape;
    }

    private INDArray blocked(INDArray rowMajor) {
        INDArray result = untouched(FLOAT, blocked(rowMajor.shape()));
        relayout.fromRowMajor(rowMajor, result);
        return result;
    }

    private INDArray rowMajor(INDArray map) {
        INDArray result = untouched(FLOAT, Grid.of(map, block).rowMajorShape());
        relayout.toRowMajor(map, result);
        return result;
    }

    @Test
    public void channelsOfABlockLieTogether() {
        INDArray map = random(FLOAT, 1, 1, shape(CHANNELS));
        INDArray laidOut = blocked(map);
        long[] at = new long[2 + sides.length];
        at[0] = 1;
        at[1] = block + 3;
        at[2] = 1;
        at[1 + sides.length] = 1;
        long[] there = Arrays.copyOf(at, at.length + 1);
        there[1] = 1;
        there[at.length] = 3;
        assertEquals(map.getFloat(at), laidOut.getFloat(there), 0);
        assertArrayEquals("and back", bits(map), bits(rowMajor(laidOut)));
    }

    @Test
    public void theTwinLaysOutAlike() {
        INDArray map = random(FLOAT, 1, 1, shape(CHANNELS));
        Relayout twin = Nd4jKernels.INSTANCE.relayout(block);
        INDArray laidOut = untouched(FLOAT, blocked(map.shape()));
        twin.fromRowMajor(map, laidOut);
        assertArrayEquals(bits(blocked(map)), bits(laidOut));
        INDArray back = untouched(FLOAT, map.shape());
        twin.toRowMajor(laidOut, back);
        assertArrayEquals(bits(map), bits(back));
    }

    @Test
    public void otherKernelsOfNd4jAreRowMajorOnly() {
        assertThrows(IllegalArgumentException.class, () -> Nd4jKernels.INSTANCE.groupNorm(block));
        assertThrows(IllegalArgumentException.class, () -> Nd4jKernels.INSTANCE.convolution(1, block));
        assertThrows(IllegalArgumentException.class, () -> Nd4jKernels.INSTANCE.warp(block));
        assertThrows(IllegalArgumentException.class, () -> Nd4jKernels.INSTANCE.losses(block));
    }

    /** Displacements up to two pixels, and up to far beyond the image; of the source, one sample more than warped. */
    @Test
    public void warp() {
        for (double reach : new double[] {2, 30}) {
            long[] fields = shape(sides.length);
            fields[0] = 1;
            INDArray flow = random(FLOAT, 1, reach, fields);
            INDArray source = random(FLOAT, 2, 1, shape(CHANNELS));
            INDArray gradient = random(FLOAT, 3, 1, shape(CHANNELS));
            INDArray untouched = random(FLOAT, 4, 1, shape(CHANNELS));
            INDArray[] plain = {untouched.dup('c'), untouched.dup('c'), untouched(FLOAT, fields)};
            INDArray[] ours = {blocked(untouched), blocked(untouched), untouched(FLOAT, fields)};
            kernels.warp(1).forward(source, flow, plain[0]);
            kernels.warp(1).backward(source, flow, gradient, plain[1], plain[2]);
            kernels.warp(block).forward(blocked(source), flow, ours[0]);
            kernels.warp(block).backward(blocked(source), flow, blocked(gradient), ours[1], ours[2]);
            assertArrayEquals("value, reach " + reach, bits(plain[0]), bits(rowMajor(ours[0])));
            assertArrayEquals("source, reach " + reach, bits(plain[1]), bits(rowMajor(ours[1])));
            assertClose("field, reach " + reach, plain[2], ours[2], TOLERANCE);
            INDArray alone = blocked(untouched);
            kernels.warp(block).backward(blocked(source), flow, blocked(gradient), alone, null);
            assertArrayEquals("without the field's gradient", bits(ours[1]), bits(alone));
        }
    }

    @Test
    public void consistency() {
        INDArray features = random(FLOAT, 1, 1, shape(CHANNELS));
        long[] pair = shape(CHANNELS);
        pair[0] = BATCH / 2;
        INDArray warped = random(FLOAT, 2, 1, pair);
        long[] one = pair.clone();
        one[1] = 1;
        INDArray weights = mask(FLOAT, 3, one);
        assertEquals(kernels.losses(1).consistency(features, warped, weights),
                kernels.losses(block).consistency(blocked(features), blocked(warped), weights), TOLERANCE);
        INDArray[] plain = {untouched(FLOAT, features.shape()), untouched(FLOAT, pair)};
        INDArray[] ours = {blocked(features).ulike(), blocked(warped).ulike()};
        assertEquals(kernels.losses(1).consistencyGradient(features, warped, weights, 0.7, plain[0], plain[1]),
                kernels.losses(block).consistencyGradient(blocked(features), blocked(warped), weights, 0.7, ours[0],
                        ours[1]), TOLERANCE);
        assertClose("features", plain[0], rowMajor(ours[0]), TOLERANCE);
        assertClose("warped", plain[1], rowMajor(ours[1]), TOLERANCE);
    }

    @Test
    public void groupNorm() {
        for (int groups : new int[] {1, 2, 4}) {
            INDArray z = random(FLOAT, 1, 1, shape(CHANNELS)).addi(3);
            INDArray scale = random(FLOAT, 2, 1, CHANNELS);
            INDArray shift = random(FLOAT, 3, 1, CHANNELS);
            INDArray gradient = random(FLOAT, 4, 1, shape(CHANNELS));
            INDArray[] plain = norm(1, z.dup('c'), scale, shift, groups, gradient);
            INDArray[] ours = norm(block, blocked(z), scale, shift, groups, blocked(gradient));
            assertClose("value, groups " + groups, plain[0], rowMajor(ours[0]), TOLERANCE);
            assertClose("gradient, groups " + groups, plain[1], rowMajor(ours[1]), TOLERANCE);
            assertClose("scale, groups " + groups, plain[2], ours[2], TOLERANCE);
            assertClose("shift, groups " + groups, plain[3], ours[3], TOLERANCE);
            // Vanishes by cancellation where a group is one channel: compare with what it is a sum of.
            double pixels = z.length() / (double) CHANNELS;
            assertEquals("bias, groups " + groups, 0, plain[4].sub(ours[4]).amaxNumber().doubleValue(),
                    TOLERANCE * pixels * plain[1].amaxNumber().doubleValue());
        }
    }

    private INDArray[] norm(int layout, INDArray z, INDArray scale, INDArray shift, int groups, INDArray gradient) {
        GroupNorm norm = kernels.groupNorm(layout);
        double[] statistics = new double[2 * BATCH * groups];
        INDArray out = untouched(FLOAT, z.shape());
        INDArray[] sums = {untouched(FLOAT, CHANNELS), untouched(FLOAT, CHANNELS), untouched(FLOAT, CHANNELS)};
        norm.forward(z, scale, shift, groups, 0.2, statistics, out);
        norm.backward(z, scale, shift, groups, 0.2, statistics, gradient, sums[0], sums[1], sums[2]);
        return new INDArray[] {out, z, sums[0], sums[1], sums[2]};
    }

    @Test
    public void groupsThatCutBlocksAreRefused() {
        INDArray z = blocked(random(FLOAT, 1, 1, shape(3 * block)));
        INDArray parameter = random(FLOAT, 2, 1, 3 * block);
        GroupNorm norm = kernels.groupNorm(block);
        assertThrows(IllegalArgumentException.class,
                () -> norm.forward(z, parameter, parameter, 2, 0.2, new double[4 * BATCH], z));
    }

    @Test
    public void maxPool() {
        // Few values, so that many cells have several largest ones.
        INDArray in = random(FLOAT, 1, 2, shape(CHANNELS));
        for (long i = 0; i < in.length(); i++) {
            in.putScalar(i, Math.round(in.getFloat(i)));
        }
        INDArray gradient = random(FLOAT, 2, 1, scaled(CHANNELS, 0.5));
        INDArray[] plain = {untouched(FLOAT, gradient.shape()), untouched(FLOAT, in.shape())};
        kernels.maxPool(1).forward(in, plain[0]);
        kernels.maxPool(1).backward(in, gradient, plain[1]);
        INDArray[] ours = {untouched(FLOAT, blocked(gradient.shape())), untouched(FLOAT, blocked(in.shape()))};
        kernels.maxPool(block).forward(blocked(in), ours[0]);
        kernels.maxPool(block).backward(blocked(in), blocked(gradient), ours[1]);
        assertArrayEquals("value", bits(plain[0]), bits(rowMajor(ours[0])));
        assertClose("gradient", plain[1], rowMajor(ours[1]), 0);
    }

    @Test
    public void upsampling() {
        INDArray in = random(FLOAT, 1, 1, shape(CHANNELS));
        INDArray large = random(FLOAT, 2, 1, scaled(CHANNELS + block, 2));
        for (boolean alignCorners : new boolean[] {true, false}) {
            INDArray[] plain = {large.dup('c'), untouched(FLOAT, in.shape())};
            kernels.upsample(1).forward(in, 3, alignCorners, plain[0], block);
            kernels.upsample(1).backward(large, block, 3, alignCorners, plain[1]);
            INDArray[] ours = {blocked(large), untouched(FLOAT, blocked(in.shape()))};
            kernels.upsample(block).forward(blocked(in), 3, alignCorners, ours[0], block);
            kernels.upsample(block).backward(blocked(large), block, 3, alignCorners, ours[1]);
            assertClose("value", plain[0], rowMajor(ours[0]), TOLERANCE);
            assertClose("gradient", plain[1], rowMajor(ours[1]), TOLERANCE);
        }
        assertThrows("inside a block", IllegalArgumentException.class,
                () -> kernels.upsample(block).forward(blocked(in), 1, false, blocked(large), 4));
    }

    @Test
    public void copiesOfChannels() {
        INDArray few = random(FLOAT, 1, 1, shape(CHANNELS));
        INDArray many = random(FLOAT, 2, 1, shape(CHANNELS + block));
        INDArray plain = many.dup('c');
        kernels.upsample(1).copyChannels(few, plain);
        INDArray ours = blocked(many);
        kernels.upsample(block).copyChannels(blocked(few), ours);
        assertArrayEquals(bits(plain), bits(rowMajor(ours)));
        INDArray taken = untouched(FLOAT, blocked(few.shape()));
        kernels.upsample(block).takeChannels(ours, taken);
        assertArrayEquals(bits(few), bits(rowMajor(taken)));
    }

    @Test
    public void convolution() {
        INDArray in = random(FLOAT, 1, 1, shape(CHANNELS));
        INDArray gradient = random(FLOAT, 2, 1, shape(2 * CHANNELS));
        long[] weights = new long[2 + sides.length];
        Arrays.fill(weights, 3);
        weights[0] = 2 * CHANNELS;
        weights[1] = CHANNELS;
        INDArray weight = random(FLOAT, 3, 1, weights);
        INDArray bias = random(FLOAT, 4, 1, weights[0]);
        INDArray[] plain = convolve(1, 1, in, weight, bias, gradient);
        for (int inBlock : new int[] {1, block}) {
            for (int outBlock : new int[] {1, block}) {
                INDArray[] ours = convolve(inBlock, outBlock, inBlock == 1 ? in : blocked(in), weight, bias,
                        outBlock == 1 ? gradient : blocked(gradient));
                String layouts = "from blocks of " + inBlock + " to " + outBlock + ", ";
                assertClose(layouts + "value", plain[0], outBlock == 1 ? ours[0] : rowMajor(ours[0]),
                        CONVOLUTION_TOLERANCE);
                assertClose(layouts + "gradient", plain[1], inBlock == 1 ? ours[1] : rowMajor(ours[1]),
                        CONVOLUTION_TOLERANCE);
                assertClose(layouts + "weights", plain[2], ours[2], CONVOLUTION_TOLERANCE);
            }
        }
    }

    private INDArray[] convolve(int inBlock, int outBlock, INDArray in, INDArray weight, INDArray bias,
            INDArray gradient) {
        INDArray[] results = {untouched(FLOAT, gradient.shape()), untouched(FLOAT, in.shape()),
                untouched(FLOAT, weight.shape())};
        try (Convolution convolution = kernels.convolution(inBlock, outBlock)) {
            convolution.forward(in, weight, bias, results[0]);
            convolution.backward(in, weight, gradient, results[1], results[2]);
        }
        return results;
    }
}
