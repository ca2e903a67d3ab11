package org.coverfiji.engine.impl.kernel.onednn;

import static org.coverfiji.engine.impl.TestArrays.assertClose;
import static org.coverfiji.engine.impl.TestArrays.bits;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import org.coverfiji.engine.impl.kernel.Parallel;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jConvolution;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Volumes convolved as pictures give what ND4J's convolution of volumes does. */
public class SlicedConvolutionTest {

    /** Of the largest value; Winograd's transforms cost some digits. */
    private static final double TOLERANCE = 5e-5;
    private static final int BLOCK = 16;

    private final int threads = Parallel.threads();

    @Before
    public void requireBlocks() {
        assumeTrue("no blocks of 16 channels on this processor", OneDnn.available()
                && OneDnn.channelBlock() == BLOCK);
    }

    @After
    public void restoreThreads() {
        Parallel.setThreads(threads);
    }

    private static ConvolutionShape shape(long inputs, long outputs, long kernel, int block, long... sides) {
        return new ConvolutionShape(new long[] {2, inputs, sides[0], sides[1], sides[2]}, block,
                new long[] {outputs, inputs, kernel, kernel, kernel}, block);
    }

    @Test
    public void largeSlicesInBlocksAreConvolvedAsPictures() {
        assertTrue(SlicedConvolution.pays(shape(16, 32, 3, 16, 4, 12, 12)));
        assertFalse("small slices", SlicedConvolution.pays(shape(16, 32, 3, 16, 12, 8, 12)));
        assertFalse("another kernel", SlicedConvolution.pays(shape(16, 32, 1, 16, 12, 12, 12)));
        assertFalse("another layout", SlicedConvolution.pays(shape(16, 32, 3, 8, 12, 12, 12)));
        assertFalse("pictures", SlicedConvolution.pays(new ConvolutionShape(new long[] {2, 16, 48, 48}, 16,
                new long[] {16, 16, 3, 3}, 16)));
    }

    @Test
    public void slicesAtOnceArePartsOfAVolumeWithBoundedPictures() {
        SliceStack stack = new SliceStack(new long[] {2, 32, 24, 10, 10}, BLOCK);
        assertEquals("as many as there are", 24, stack.slicesAtOnce(1 << 20));
        assertEquals("at least one", 1, stack.slicesAtOnce(1));
        assertEquals("of 9 that fit", 8, stack.slicesAtOnce(9 * 3 * 32 * 100));
    }

    @Test
    public void agreesWithNd4j() {
        requireAgreement(2, 16, 16, 5, 12, 13);
        requireAgreement(1, 48, 16, 2, 16, 12);
        requireAgreement(2, 16, 32, 3, 14, 20);
        requireAgreement(1, 32, 64, 1, 12, 12);
    }

    /** Each is made of several pieces, the last sample's too. */
    @Test
    public void volumesOfSeveralPiecesAgreeWithNd4j() {
        requireAgreement(2, 32, 32, 14, 48, 48);
    }

    private static void requireAgreement(long batch, long inputs, long outputs, long depth, long height, long width) {
        INDArray in = random(DataType.FLOAT, 1, 1, batch, inputs, depth, height, width);
        INDArray weight = random(DataType.FLOAT, 2, 1, outputs, inputs, 3, 3, 3);
        INDArray bias = random(DataType.FLOAT, 3, 1, outputs);
        INDArray gradient = random(DataType.FLOAT, 4, 1, batch, outputs, depth, height, width);
        INDArray out = gradient.ulike();
        INDArray inGradient = in.ulike();
        INDArray weightGradient = weight.ulike();
        Nd4jConvolution.INSTANCE.forward(in, weight, bias, out);
        Nd4jConvolution.INSTANCE.backward(in, weight, gradient, inGradient, weightGradient);
        int[][] expected = null;
        for (int count = 1; count <= 2; count++) {
            Parallel.setThreads(count);
            INDArray[] found = sliced(in, weight, bias, gradient);
            assertClose("value", out, found[0], TOLERANCE);
            assertClose("input's gradient", inGradient, found[1], TOLERANCE);
            assertClose("weights' gradient", weightGradient, found[2], TOLERANCE);
            expected = expected == null ? new int[found.length][] : expected;
            for (int i = 0; i < found.length; i++) {
                expected[i] = expected[i] == null ? bits(found[i]) : expected[i];
                assertArrayEquals("on " + count + " threads", expected[i], bits(found[i]));
            }
        }
    }

    /** All row-major: out, inGradient, weightGradient. */
    private static INDArray[] sliced(INDArray in, INDArray weight, INDArray bias, INDArray gradient) {
        INDArray blockedIn = blocked(in);
        INDArray out = blocked(gradient).ulike();
        INDArray inGradient = blockedIn.ulike();
        INDArray[] found = {gradient.ulike(), in.ulike(), weight.ulike()};
        try (OneDnnConvolution convolution = new OneDnnConvolution(BLOCK, BLOCK)) {
            convolution.forward(blockedIn, weight, bias, out);
            convolution.backward(blockedIn, weight, blocked(gradient), inGradient, found[2]);
            INDArray again = weight.ulike();
            convolution.backward(blockedIn, weight, blocked(gradient), null, again);
            assertEquals("without the input's gradient", found[2], again);
        }
        new OneDnnRelayout(BLOCK).toRowMajor(out, found[0]);
        new OneDnnRelayout(BLOCK).toRowMajor(inGradient, found[1]);
        return found;
    }

    private static INDArray blocked(INDArray rowMajor) {
        long[] s = rowMajor.shape();
        INDArray blocked = Nd4j.create(DataType.FLOAT, s[0], s[1] / BLOCK, s[2], s[3], s[4], BLOCK);
        new OneDnnRelayout(BLOCK).fromRowMajor(rowMajor, blocked);
        return blocked;
    }
}
