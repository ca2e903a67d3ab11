package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.bits;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.coverfiji.engine.impl.TestArrays.untouched;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.impl.TestKernels;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.coverfiji.engine.impl.kernel.fused.ConvolutionLibrary;
import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.gemm.GemmConvolution;
import org.coverfiji.engine.impl.kernel.gemm.Workspace;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jConvolution;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jKernels;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

public class GemmConvolutionTest {

    private static final DataType FLOAT = DataType.FLOAT;

    private final int threads = Parallel.threads();
    private GemmConvolution convolution;

    @Before
    public void set() {
        assumeTrue("OpenBLAS has no library for this platform", ConvolutionLibrary.GEMM.available());
        convolution = new GemmConvolution();
    }

    @After
    public void close() {
        if (convolution != null) {
            convolution.close();
        }
        Parallel.setThreads(threads);
    }

    @Test
    public void wholeNumbersAreExactInPlanes() {
        exact(1, 1, 1, 3, 3, 3);
        exact(2, 3, 5, 3, 4, 7);
        exact(1, 2, 3, 3, 1, 1);
        exact(3, 2, 1, 3, 1, 9);
        exact(3, 1, 2, 3, 9, 1);
        exact(2, 3, 4, 1, 5, 6);
        exact(1, 2, 2, 3, 2, 5);
        exact(2, 2, 2, 5, 6, 4);
        exact(2, 2, 2, 5, 6, 1);
        exact(1, 2, 3, 7, 2, 2);
    }

    @Test
    public void wholeNumbersAreExactInVolumes() {
        exact(1, 1, 1, 3, 3, 3, 3);
        exact(2, 3, 2, 3, 4, 2, 5);
        exact(2, 2, 3, 3, 1, 1, 1);
        exact(1, 2, 2, 3, 1, 4, 3);
        exact(1, 2, 2, 3, 5, 1, 2);
        exact(2, 3, 2, 1, 3, 2, 4);
        exact(1, 2, 3, 3, 1, 22, 26);
        exact(1, 70, 3, 3, 1, 22, 26);
    }

    /** Strips end in the middle of samples and slices; channels are divided for tasks and for the cache. */
    @Test
    public void wholeNumbersAreExactWhereTheWorkIsDivided() {
        exact(3, 2, 3, 3, 31, 33);
        exact(40, 3, 2, 3, 3, 5);
        exact(1, 60, 3, 3, 6, 7);
        exact(1, 3, 130, 3, 5, 4);
        exact(2, 33, 20, 3, 12, 13);
        exact(1, 2, 2, 3, 9, 8, 10);
        exact(3, 21, 3, 3, 4, 5, 4);
    }

    /** Channels are laid out by eights, and from 64 on with what neighbours see; rows may be longer than a strip. */
    @Test
    public void wholeNumbersAreExactHoweverChannelsAreLaidOut() {
        exact(1, 8, 8, 3, 4, 6);
        exact(2, 9, 8, 3, 7, 9);
        exact(3, 8, 11, 3, 5, 6);
        exact(5, 8, 9, 3, 40, 33);
        exact(1, 70, 8, 3, 8, 8);
        exact(1, 8, 270, 3, 4, 7);
        exact(1, 8, 8, 3, 4, 1700);
        exact(2, 8, 9, 3, 3, 5, 7);
        exact(1, 9, 8, 3, 1, 4, 6);
        exact(1, 70, 8, 3, 3, 4, 6);
        exact(5, 66, 3, 3, 5, 9);
        exact(1, 64, 2, 1, 5, 9);
    }

    private void exact(int batch, int inputs, int outputs, int kernel, int... sides) {
        ExactConvolution expected = new ExactConvolution(batch, inputs, outputs, kernel, sides);
        INDArray[] results = run(expected.in, expected.weight, expected.bias, expected.gradient);
        assertEquals("value", expected.out, results[0]);
        assertEquals("gradient at the input", expected.inGradient, results[1]);
        assertEquals("gradient of the weights", expected.weightGradient, results[2]);
    }

    private INDArray[] run(INDArray in, INDArray weight, INDArray bias, INDArray gradient) {
        INDArray[] results = {untouched(FLOAT, gradient.shape()), untouched(FLOAT, in.shape()),
                untouched(FLOAT, weight.shape()), untouched(FLOAT, weight.shape())};
        convolution.forward(in, weight, bias, results[0]);
        convolution.backward(in, weight, gradient, results[1], results[2]);
        convolution.backward(in, weight, gradient, null, results[3]);
        assertArrayEquals("without the gradient at the input", bits(results[2]), bits(results[3]));
        return results;
    }

    /** Winograd's algorithm adds and subtracts more: a few times the error of a direct sum of floats. */
    @Test
    public void anyNumbersAreAsCloseAsFloatsAllow() {
        close(new long[] {2, 16, 37, 34}, 24);
        close(new long[] {2, 96, 9, 11}, 64);
        close(new long[] {1, 16, 7, 9, 10}, 16);
    }

    private void close(long[] shape, int outputs) {
        long[] out = shape.clone();
        out[1] = outputs;
        long[] kernel = new long[shape.length];
        Arrays.fill(kernel, 3);
        kernel[0] = outputs;
        kernel[1] = shape[1];
        INDArray in = random(FLOAT, 1, 1, shape);
        INDArray weight = random(FLOAT, 2, 1, kernel);
        INDArray bias = random(FLOAT, 3, 1, outputs);
        INDArray gradient = random(FLOAT, 4, 1, out);
        INDArray[] results = run(in, weight, bias, gradient);
        DataType exact = DataType.DOUBLE;
        INDArray[] expected = {untouched(exact, out), untouched(exact, shape), untouched(exact, kernel)};
        Nd4jConvolution.INSTANCE.forward(in.castTo(exact), weight.castTo(exact), bias.castTo(exact), expected[0]);
        Nd4jConvolution.INSTANCE.backward(in.castTo(exact), weight.castTo(exact), gradient.castTo(exact), expected[1],
                expected[2]);
        for (int i = 0; i < expected.length; i++) {
            double error = results[i].castTo(exact).sub(expected[i]).amaxNumber().doubleValue();
            double share = error / expected[i].amaxNumber().doubleValue();
            assertTrue("array " + i + " of " + Arrays.toString(shape) + ": " + share, share < 5e-6);
        }
    }

    @Test
    public void bitsAreTheSameOnAnyNumberOfThreads() {
        long[][] shapes = {{4, 24, 33, 20}, {2, 72, 5, 6}, {2, 12, 13, 6, 7}};
        for (long[] shape : shapes) {
            long[] out = shape.clone();
            out[1] = 136;
            INDArray in = random(FLOAT, 1, 1, shape);
            INDArray weight = shape.length == 4 ? random(FLOAT, 2, 1, out[1], shape[1], 3, 3)
                    : random(FLOAT, 2, 1, out[1], shape[1], 3, 3, 3);
            INDArray bias = random(FLOAT, 3, 1, out[1]);
            INDArray gradient = random(FLOAT, 4, 1, out);
            Parallel.setThreads(1);
            INDArray[] expected = run(in, weight, bias, gradient);
            for (int count = 2; count <= 3; count++) {
                Parallel.setThreads(count);
                INDArray[] results = run(in, weight, bias, gradient);
                for (int i = 0; i < results.length; i++) {
                    assertArrayEquals("array " + i + " on " + count + " threads", bits(expected[i]),
                            bits(results[i]));
                }
            }
        }
    }

    @Test
    public void arraysWithGapsAreRefused() {
        INDArray strided = random(FLOAT, 1, 1, 4, 2, 3, 3).permute(1, 0, 2, 3);
        INDArray weight = random(FLOAT, 2, 1, 4, 4, 3, 3);
        INDArray whole = untouched(FLOAT, 2, 4, 3, 3);
        INDArray bias = random(FLOAT, 3, 1, 4);
        assertThrows(IllegalArgumentException.class, () -> convolution.forward(strided, weight, bias, whole));
        assertThrows(IllegalArgumentException.class, () -> convolution.forward(whole, weight, bias, strided));
    }

    @Test
    public void theLastOneReleasesTheWorkingMemory() {
        exact(2, 3, 5, 3, 4, 7);
        assertTrue("kept for the next", Workspace.bytes() > 0);
        long kept = Workspace.bytes();
        exact(2, 3, 5, 3, 4, 7);
        assertTrue("and used again", Workspace.bytes() <= 2 * kept);
        GemmConvolution another = new GemmConvolution();
        another.close();
        another.close();
        assertTrue("while one is in use", Workspace.bytes() > 0);
        convolution.close();
        assertEquals(0, Workspace.bytes());
    }

    @Test
    public void itIsChosenOnRequestAndInDoubleTheTwinIs() {
        FusedKernels chosen = (FusedKernels) TestKernels.using("gemm", () -> KernelChoice.forType(FLOAT));
        assertEquals(ConvolutionLibrary.GEMM, chosen.convolutions());
        assertEquals("maps stay row-major", 1, chosen.channelBlock(32));
        assertThrows(IllegalArgumentException.class, () -> chosen.convolution(16, 1));
        assertThrows(IllegalArgumentException.class, () -> chosen.relayout(16));
        assertSame(Nd4jKernels.INSTANCE, TestKernels.using("gemm", () -> KernelChoice.forType(DataType.DOUBLE)));
        assertSame(Nd4jKernels.INSTANCE, TestKernels.using("nd4j", () -> KernelChoice.forType(FLOAT)));
        assertEquals(ConvolutionLibrary.fastest(),
                ((FusedKernels) TestKernels.using("fused", () -> KernelChoice.forType(FLOAT))).convolutions());
        CoverException refused = assertThrows(CoverException.class,
                () -> TestKernels.using("mkl", () -> KernelChoice.forType(FLOAT)));
        assertEquals("The system property cover.kernels is mkl, but must be fused, gemm or nd4j.",
                refused.getMessage());
    }
}
