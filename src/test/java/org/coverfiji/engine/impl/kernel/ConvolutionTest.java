package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertClose;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.fused.ConvolutionLibrary;
import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.gemm.Workspace;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jConvolution;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every library's convolution of row-major maps gives what ND4J's own does. */
@RunWith(Parameterized.class)
public class ConvolutionTest {

    /** Of the largest value; Winograd's transforms cost some digits. */
    private static final double TOLERANCE = 5e-5;

    @Parameter
    public ConvolutionLibrary library;
    private Convolution convolution;

    @Parameters(name = "{0}")
    public static ConvolutionLibrary[] libraries() {
        return ConvolutionLibrary.values();
    }

    @Before
    public void set() {
        assumeTrue(library + " has no library for this platform", library.available());
        convolution = new FusedKernels(library).convolution(1, 1);
    }

    @After
    public void close() {
        if (convolution != null) {
            convolution.close();
        }
    }

    @Test
    public void smallArraysAreExact() {
        INDArray in = Nd4j.createFromArray(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}).reshape(1, 1, 3, 3);
        INDArray weight = Nd4j.createFromArray(new float[] {0, 1, 0, 0, 0, 2, 0, 0, 0}).reshape(1, 1, 3, 3);
        INDArray bias = Nd4j.createFromArray(new float[] {10});
        INDArray out = Nd4j.create(DataType.FLOAT, 1, 1, 3, 3);
        convolution.forward(in, weight, bias, out);
        // Twice the right neighbour plus the upper one plus the bias.
        assertArrayEquals(new float[] {14, 16, 10, 21, 24, 13, 30, 33, 16}, out.ravel().toFloatVector(), 0);

        INDArray gradient = Nd4j.create(DataType.FLOAT, 1, 1, 3, 3);
        gradient.putScalar(new int[] {0, 0, 1, 1}, 3);
        INDArray inGradient = Nd4j.create(DataType.FLOAT, 1, 1, 3, 3);
        INDArray weightGradient = Nd4j.create(DataType.FLOAT, 1, 1, 3, 3);
        convolution.backward(in, weight, gradient, inGradient, weightGradient);
        assertArrayEquals(new float[] {0, 3, 0, 0, 0, 6, 0, 0, 0}, inGradient.ravel().toFloatVector(), 0);
        assertArrayEquals(new float[] {3, 6, 9, 12, 15, 18, 21, 24, 27}, weightGradient.ravel().toFloatVector(), 0);
    }

    @Test
    public void heldWeightsCountUntilTheyAreReleased() {
        for (long[] maps : new long[][] {{1, 32, 16, 20}, {2, 32, 5, 3}, {1, 8, 4, 6, 5}}) {
            long[] kernel = maps.clone();
            Arrays.fill(kernel, 3);
            kernel[0] = 16;
            kernel[1] = maps[1];
            INDArray in = random(DataType.FLOAT, 1, 1, maps);
            INDArray first = random(DataType.FLOAT, 2, 1, kernel);
            INDArray second = random(DataType.FLOAT, 3, 1, kernel);
            INDArray bias = random(DataType.FLOAT, 4, 1, 16);
            long[] shape = maps.clone();
            shape[1] = 16;
            INDArray expected = Nd4j.create(DataType.FLOAT, shape);
            INDArray out = Nd4j.create(DataType.FLOAT, shape);
            INDArray weight = first.dup('c');
            convolution.holdWeights(true);
            for (INDArray value : new INDArray[] {first, second}) {
                Nd4jConvolution.INSTANCE.forward(in, value, bias, expected);
                weight.assign(value);
                convolution.holdWeights(false);
                convolution.holdWeights(true);
                for (int i = 0; i < 2; i++) {
                    convolution.forward(in, weight, bias, out);
                    assertClose(Arrays.toString(maps), expected, out, TOLERANCE);
                }
            }
            convolution.holdWeights(false);
            weight.assign(first);
            convolution.forward(in, weight, bias, out);
            Nd4jConvolution.INSTANCE.forward(in, first, bias, expected);
            assertClose(Arrays.toString(maps), expected, out, TOLERANCE);
            convolution.close();
            convolution = new FusedKernels(library).convolution(1, 1);
        }
    }

    @Test
    public void weightsAreHeldWhereThatPays() {
        assumeTrue(library + " makes nothing of weights", library != ConvolutionLibrary.ND4J);
        assertTrue("of small maps", heldBytes(1, 16, 8, 8) > 0);
        assertTrue("of small volumes", heldBytes(1, 16, 4, 4, 4) > 0);
        assertEquals("of large maps", 0, heldBytes(2, 16, 32, 32));
        assertEquals("of large volumes", 0, heldBytes(1, 16, 16, 16, 16));
    }

    private long heldBytes(long... maps) {
        long[] kernel = maps.clone();
        Arrays.fill(kernel, 3);
        kernel[0] = maps[1];
        kernel[1] = maps[1];
        INDArray in = random(DataType.FLOAT, 1, 1, maps);
        INDArray weight = random(DataType.FLOAT, 2, 1, kernel);
        INDArray bias = random(DataType.FLOAT, 3, 1, maps[1]);
        convolution.holdWeights(true);
        convolution.forward(in, weight, bias, in.ulike());
        long holding = workingBytes();
        convolution.holdWeights(false);
        return holding - workingBytes();
    }

    @Test
    public void inferenceOnMapsInBlocksCopiesNone() {
        assumeTrue(library + " has no blocks", library == ConvolutionLibrary.ONEDNN);
        int block = OneDnn.channelBlock();
        INDArray image = random(DataType.FLOAT, 1, 1, 1, 1, 256, 256);
        INDArray map = Nd4j.create(DataType.FLOAT, 1, 2, 256, 256, block);
        INDArray classes = Nd4j.create(DataType.FLOAT, 1, 2, 256, 256);
        long before = workingBytes();
        try (Convolution first = new FusedKernels(library).convolution(1, block);
                Convolution last = new FusedKernels(library).convolution(block, 1)) {
            first.holdWeights(true);
            last.holdWeights(true);
            first.forward(image, random(DataType.FLOAT, 2, 1, 2 * block, 1, 3, 3), random(DataType.FLOAT, 3, 1,
                    2 * block), map);
            last.forward(map, random(DataType.FLOAT, 4, 1, 2, 2 * block, 1, 1), random(DataType.FLOAT, 5, 1, 2),
                    classes);
            long grown = workingBytes() - before;
            assertTrue(grown + " bytes", grown < map.length() * Float.BYTES);
        }
    }

    private static long workingBytes() {
        return Workspace.bytes() + (OneDnn.available() ? OneDnn.workingBytes() : 0);
    }

    @Test
    public void agreesWithNd4jIn2d() {
        requireAgreement(3, 32, 48, 3, 20, 24);
        requireAgreement(2, 8, 24, 3, 16, 9);
        requireAgreement(2, 1, 16, 3, 8, 8);
        requireAgreement(1, 3, 5, 3, 7, 5);
        requireAgreement(2, 64, 8, 1, 12, 10);
        requireAgreement(1, 2, 3, 3, 1, 1);
        requireAgreement(2, 3, 2, 3, 1, 6);
        requireAgreement(3, 2, 2, 3, 9, 1);
        requireAgreement(2, 40, 136, 3, 7, 9);
    }

    @Test
    public void agreesWithNd4jIn3d() {
        requireAgreement(2, 16, 32, 3, 6, 5, 8);
        requireAgreement(1, 1, 8, 3, 4, 4, 4);
        requireAgreement(2, 24, 8, 3, 8, 4, 6);
        requireAgreement(1, 32, 8, 1, 4, 3, 2);
        requireAgreement(1, 2, 3, 3, 1, 1, 1);
        requireAgreement(2, 3, 2, 3, 1, 2, 5);
        requireAgreement(2, 3, 4, 3, 6, 1, 1);
    }

    @Test
    public void manyShapesInTurnGiveWhatEachGivesAlone() {
        for (int round = 0; round < 2; round++) {
            for (int side = 4; side <= 9; side++) {
                requireAgreement(1, 32, 32, 3, side, side);
            }
        }
    }

    private void requireAgreement(long batch, long inputs, long outputs, long kernel, long... sides) {
        boolean volume = sides.length == 3;
        long[] inShape = volume ? new long[] {batch, inputs, sides[0], sides[1], sides[2]}
                : new long[] {batch, inputs, sides[0], sides[1]};
        long[] outShape = inShape.clone();
        outShape[1] = outputs;
        long[] weightShape = volume ? new long[] {outputs, inputs, kernel, kernel, kernel}
                : new long[] {outputs, inputs, kernel, kernel};
        INDArray in = random(DataType.FLOAT, 1, 1, inShape);
        INDArray weight = random(DataType.FLOAT, 2, 1, weightShape);
        INDArray bias = random(DataType.FLOAT, 3, 1, outputs);
        INDArray gradient = random(DataType.FLOAT, 4, 1, outShape);
        INDArray[] ours = run(convolution, in, weight, bias, gradient);
        INDArray[] theirs = run(Nd4jConvolution.INSTANCE, in, weight, bias, gradient);
        for (int i = 0; i < ours.length; i++) {
            assertClose("result " + i, theirs[i], ours[i], TOLERANCE);
        }
        INDArray again = weight.ulike();
        convolution.backward(in, weight, gradient, null, again);
        assertEquals("without the input's gradient", ours[2], again);
    }

    private static INDArray[] run(Convolution convolution, INDArray in, INDArray weight, INDArray bias,
            INDArray gradient) {
        INDArray out = gradient.ulike();
        INDArray inGradient = in.ulike();
        INDArray weightGradient = weight.ulike();
        convolution.forward(in, weight, bias, out);
        convolution.backward(in, weight, gradient, inGradient, weightGradient);
        return new INDArray[] {out, inGradient, weightGradient};
    }
}
