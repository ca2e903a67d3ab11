package org.coverfiji.engine.impl.kernel.nd4j;

import org.coverfiji.engine.impl.kernel.Convolution;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's own convolution ops, on any device and in any precision. */
public final class Nd4jConvolution implements Convolution {

    public static final Nd4jConvolution INSTANCE = new Nd4jConvolution();

    private static final int VALID_PADDING = 0;
    private static final int CHANNELS_FIRST = 0;
    private static final int WEIGHTS_OUT_IN_KERNEL = 1;

    private Nd4jConvolution() {
    }

    @Override
    public void forward(INDArray in, INDArray weight, INDArray bias, INDArray out) {
        Nd4j.exec(DynamicCustomOp.builder(weight.rank() == 4 ? "conv2d" : "conv3dnew")
                .addInputs(in, weight, bias)
                .addOutputs(out)
                .addIntegerArguments(arguments(weight))
                .build());
    }

    @Override
    public void backward(INDArray in, INDArray weight, INDArray gradient, INDArray inGradient,
            INDArray weightGradient) {
        // The op always computes both.
        INDArray needed = inGradient == null ? in.ulike() : inGradient;
        Nd4j.exec(DynamicCustomOp.builder(weight.rank() == 4 ? "conv2d_bp" : "conv3dnew_bp")
                .addInputs(in, weight, gradient)
                .addOutputs(needed, weightGradient)
                .addIntegerArguments(arguments(weight))
                .build());
    }

    private static int[] arguments(INDArray weight) {
        int axes = weight.rank() - 2;
        int kernel = (int) weight.size(2);
        int[] arguments = new int[4 * axes + 3];
        for (int axis = 0; axis < axes; axis++) {
            arguments[axis] = kernel;
            arguments[axes + axis] = 1;
            arguments[2 * axes + axis] = kernel / 2;
            arguments[3 * axes + axis] = 1;
        }
        arguments[4 * axes] = VALID_PADDING;
        arguments[4 * axes + 1] = CHANNELS_FIRST;
        arguments[4 * axes + 2] = WEIGHTS_OUT_IN_KERNEL;
        return arguments;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
