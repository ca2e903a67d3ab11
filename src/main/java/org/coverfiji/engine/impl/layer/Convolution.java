package org.coverfiji.engine.impl.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's native convolutions (oneDNN on the CPU), stride 1, side kept, channels first, weights [out, in, k…]. */
final class Convolution {

    private static final int VALID_PADDING = 0;
    private static final int CHANNELS_FIRST = 0;
    private static final int WEIGHTS_OUT_IN_KERNEL = 1;

    private Convolution() {
    }

    /** @param out [N, out, (D,) H, W], overwritten */
    static void forward(INDArray in, INDArray weight, INDArray bias, INDArray out) {
        Nd4j.exec(DynamicCustomOp.builder(weight.rank() == 4 ? "conv2d" : "conv3dnew")
                .addInputs(in, weight, bias)
                .addOutputs(out)
                .addIntegerArguments(arguments(weight))
                .build());
    }

    /** @param inGradient and weightGradient are overwritten */
    static void backward(INDArray in, INDArray weight, INDArray gradient, INDArray inGradient,
            INDArray weightGradient) {
        Nd4j.exec(DynamicCustomOp.builder(weight.rank() == 4 ? "conv2d_bp" : "conv3dnew_bp")
                .addInputs(in, weight, gradient)
                .addOutputs(inGradient, weightGradient)
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
}
