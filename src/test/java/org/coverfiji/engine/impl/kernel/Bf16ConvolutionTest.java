package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertClose;
import static org.coverfiji.engine.impl.TestArrays.bits;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.coverfiji.engine.impl.TestArrays.values;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.impl.kernel.fused.ConvolutionLibrary;
import org.coverfiji.engine.impl.kernel.fused.FusedKernels;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jConvolution;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Training with products of bf16 numbers: what is rounded, what is not, and who cannot. */
public class Bf16ConvolutionTest {

    private static final DataType FLOAT = DataType.FLOAT;
    /** bf16 keeps 8 bits: two factors, each within half of the last one's worth, and a little of second order. */
    private static final double ROUNDED = 1.01 / 256;
    /** Of the largest value: sums of floats in another order. */
    private static final double SUMS = 2e-6;
    /** Channels in and out, sides: direct ones of 8 to 64 channels, small maps, volumes. */
    private static final int[][] SHAPES = {{8, 8, 20, 12}, {24, 8, 20, 12}, {16, 16, 24, 20}, {32, 64, 6, 5},
        {64, 64, 4, 4}, {8, 8, 6, 5, 4}, {8, 16, 6, 5, 4}, {32, 16, 4, 6, 5}, {32, 64, 3, 3, 3}};

    private Convolution convolution;

    @Before
    public void require() {
        assumeTrue("no oneDNN on this platform", ConvolutionLibrary.ONEDNN.available());
    }

    @After
    public void close() {
        if (convolution != null) {
            convolution.close();
        }
    }

    /** A layer's own: its weights have one shape. */
    private void trainInBf16() {
        assumeTrue("this processor has no instructions for bf16", OneDnn.multipliesBf16());
        close();
        convolution = new FusedKernels(ConvolutionLibrary.ONEDNN).convolution(1, 1);
        convolution.trainIn(Precision.BF16);
    }

    /** Which are so many that bf16 could not hold their sums. */
    @Test
    public void smallWholeNumbersAreExact() {
        for (int[] shape : SHAPES) {
            trainInBf16();
            String what = Arrays.toString(shape);
            ExactConvolution exact = new ExactConvolution(2, shape[0], shape[1], 3,
                    Arrays.copyOfRange(shape, 2, shape.length));
            INDArray out = exact.out.ulike();
            INDArray inGradient = exact.inGradient.ulike();
            INDArray weightGradient = exact.weightGradient.ulike();
            convolution.forwardInTraining(exact.in, exact.weight, exact.bias, out);
            convolution.backward(exact.in, exact.weight, exact.gradient, inGradient, weightGradient);
            // Winograd's transforms, which the last two may have, make no whole numbers.
            assertClose(what, exact.out, out, SUMS);
            assertClose(what, exact.inGradient, inGradient, SUMS);
            assertClose(what, exact.weightGradient, weightGradient, SUMS);
        }
    }

    @Test
    public void factorsAreRoundedAndNothingElse() {
        for (int[] shape : SHAPES) {
            trainInBf16();
            String what = Arrays.toString(shape);
            INDArray in = map(1, shape[0], shape);
            INDArray gradient = map(2, shape[1], shape);
            INDArray weight = weight(3, shape);
            INDArray bias = random(FLOAT, 4, 1, shape[1]);
            INDArray out = gradient.ulike();
            INDArray inGradient = in.ulike();
            convolution.forwardInTraining(in, weight, bias, out);
            convolution.backward(in, weight, gradient, inGradient, weight.ulike());

            INDArray expected = gradient.ulike();
            INDArray expectedGradient = in.ulike();
            Nd4jConvolution.INSTANCE.forward(rounded(in), rounded(weight), bias, expected);
            // Where 8 channels are together, the gradient of the input is faster with floats.
            boolean floats = shape[0] % 16 != 0 || shape[1] % 16 != 0;
            Nd4jConvolution.INSTANCE.backward(in, floats ? weight : rounded(weight),
                    floats ? gradient : rounded(gradient), expectedGradient, weight.ulike());
            assertClose(what, expected, out, SUMS);
            assertClose(what, expectedGradient, inGradient, SUMS);
        }
    }

    @Test
    public void errorsStayWithinTheRoundingOfBothFactors() {
        for (int[] shape : SHAPES) {
            trainInBf16();
            INDArray in = map(1, shape[0], shape);
            INDArray gradient = map(2, shape[1], shape);
            INDArray weight = weight(3, shape);
            INDArray bias = random(FLOAT, 4, 0, shape[1]);
            INDArray[] inBf16 = three(convolution, in, weight, bias, gradient);
            INDArray[] exact = three(Nd4jConvolution.INSTANCE, in, weight, bias, gradient);
            INDArray[] sizes = three(Nd4jConvolution.INSTANCE, absolute(in), absolute(weight), bias,
                    absolute(gradient));
            for (int i = 0; i < inBf16.length; i++) {
                double[] found = values(inBf16[i]);
                double[] right = values(exact[i]);
                double[] bound = values(sizes[i]);
                for (int j = 0; j < found.length; j++) {
                    assertEquals(Arrays.toString(shape) + ", result " + i, right[j], found[j],
                            ROUNDED * bound[j] + 1e-5);
                }
            }
        }
    }

    private static INDArray[] three(Convolution by, INDArray in, INDArray weight, INDArray bias, INDArray gradient) {
        INDArray[] results = {gradient.ulike(), in.ulike(), weight.ulike()};
        by.forwardInTraining(in, weight, bias, results[0]);
        by.backward(in, weight, gradient, results[1], results[2]);
        return results;
    }

    @Test
    public void inferenceAndWhatIsFasterWithWinogradsAlgorithmStayAsTheyWere() {
        int[] direct = {16, 16, 24, 20};
        int[] winograd = {64, 64, 32, 32};
        for (int[] shape : new int[][] {direct, winograd}) {
            trainInBf16();
            try (Convolution plain = new FusedKernels(ConvolutionLibrary.ONEDNN).convolution(1, 1)) {
                INDArray in = map(1, shape[0], shape);
                INDArray weight = weight(3, shape);
                INDArray bias = random(FLOAT, 4, 1, shape[1]);
                INDArray expected = map(2, shape[1], shape);
                INDArray out = expected.ulike();
                plain.forward(in, weight, bias, expected);
                convolution.forward(in, weight, bias, out);
                assertArrayEquals(bits(expected), bits(out));
                convolution.forwardInTraining(in, weight, bias, out);
                assertEquals(shape == winograd, Arrays.equals(bits(expected), bits(out)));
                convolution.trainIn(Precision.FLOAT32);
                convolution.forwardInTraining(in, weight, bias, out);
                assertArrayEquals(bits(expected), bits(out));
            }
        }
    }

    @Test
    public void convolutionsWithoutOneDnnRefuse() {
        CoverException e = assertThrows(CoverException.class,
                () -> Nd4jConvolution.INSTANCE.trainIn(Precision.BF16));
        assertEquals("precision=bf16 needs oneDNN's convolutions on the processor, which do not run here; leave"
                + " precision at float32.", e.getMessage());
        Nd4jConvolution.INSTANCE.trainIn(Precision.FLOAT32);
    }

    /** In a process whose oneDNN is told that the processor has AVX2 alone. */
    @Test
    public void processorsWithoutBf16Refuse() throws IOException {
        ProcessBuilder other = new ProcessBuilder(List.of(System.getProperty("java.home") + "/bin/java", "-cp",
                System.getProperty("java.class.path"), Bf16ConvolutionTest.class.getName())).redirectErrorStream(true);
        other.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
        String said = new String(other.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said, said.contains("precision=bf16 is not available on this processor, which has no instructions"
                + " for bf16 numbers (AVX512_BF16 or AMX) but AVX2; leave precision at float32."));
        assertFalse(said, said.contains("trains"));
    }

    /** The other process. */
    public static void main(String[] arguments) {
        try (Convolution convolution = new FusedKernels(ConvolutionLibrary.ONEDNN).convolution(1, 1)) {
            convolution.trainIn(Precision.BF16);
            System.out.println("it trains");
        } catch (CoverException e) {
            System.out.println(e.getMessage());
        }
        System.exit(0);
    }

    private static INDArray map(long seed, int channels, int[] shape) {
        long[] map = new long[shape.length];
        map[0] = 2;
        map[1] = channels;
        for (int axis = 2; axis < map.length; axis++) {
            map[axis] = shape[axis];
        }
        return random(FLOAT, seed, 1, map);
    }

    private static INDArray weight(long seed, int[] shape) {
        long[] kernel = new long[shape.length];
        Arrays.fill(kernel, 3);
        kernel[0] = shape[1];
        kernel[1] = shape[0];
        return random(FLOAT, seed, 1, kernel);
    }

    /** To the nearest of bf16, to even between two. */
    private static INDArray rounded(INDArray array) {
        INDArray result = array.dup('c');
        for (long i = 0; i < result.length(); i++) {
            int bits = Float.floatToRawIntBits(array.getFloat(i));
            int nearest = bits + 0x7fff + (bits >>> 16 & 1) & 0xffff0000;
            result.putScalar(i, Float.intBitsToFloat(nearest));
        }
        return result;
    }

    private static INDArray absolute(INDArray array) {
        INDArray result = array.dup('c');
        for (long i = 0; i < result.length(); i++) {
            result.putScalar(i, Math.abs(array.getFloat(i)));
        }
        return result;
    }
}
