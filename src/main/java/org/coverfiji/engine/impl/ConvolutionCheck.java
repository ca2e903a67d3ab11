package org.coverfiji.engine.impl;

import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Lets the chosen device compute a convolution whose result is known: names of libraries alone prove nothing. */
final class ConvolutionCheck {

    private static final int CHANNELS = 2;
    private static final int SIDE = 8;
    private static final int KERNEL = 3;
    private static final float BIAS = 0.5f;

    private ConvolutionCheck() {
    }

    /** What came of it, for a report. */
    static String run() {
        try (INDArray in = Nd4j.ones(DataType.FLOAT, 1, CHANNELS, SIDE, SIDE);
                INDArray weight = Nd4j.ones(DataType.FLOAT, CHANNELS, CHANNELS, KERNEL, KERNEL);
                INDArray bias = Nd4j.valueArrayOf(new long[] {CHANNELS}, BIAS, DataType.FLOAT);
                INDArray out = Nd4j.zeros(DataType.FLOAT, 1, CHANNELS, SIDE, SIDE);
                Convolution convolution = KernelChoice.forType(DataType.FLOAT).convolution(1, 1)) {
            convolution.forward(in, weight, bias, out);
            return (isRight(out.data().asFloat()) ? "a convolution gives the right numbers"
                    : "A CONVOLUTION GIVES WRONG NUMBERS") + " (" + convolution.getClass().getSimpleName() + ")";
        }
    }

    /** As many ones as the kernel covers inside the image: small whole numbers, which are exact. */
    static boolean isRight(float[] out) {
        for (int i = 0; i < out.length; i++) {
            int expected = CHANNELS * covered(i / SIDE % SIDE) * covered(i % SIDE);
            if (out[i] != expected + BIAS) {
                return false;
            }
        }
        return true;
    }

    private static int covered(int position) {
        return position == 0 || position == SIDE - 1 ? KERNEL - 1 : KERNEL;
    }
}
