package org.coverfiji.engine.impl.kernel.onednn;

import org.bytedeco.dnnl.memory;
import org.coverfiji.engine.impl.kernel.Convolution;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One convolution for one shape of input: its computations, each with the layouts and algorithm that suit it, prepared
 * when it is first wanted.
 */
final class ConvolutionPlan implements AutoCloseable {

    private final ConvolutionShape shape;
    private final boolean bf16;
    /** What computes with floats instead of those below; null where they are faster. */
    private final SlicedConvolution sliced;
    private ForwardConvolution forward;
    /** Forwards in training, where that has bf16 products. */
    private ForwardConvolution forwardInBf16;
    /** Forwards with weights that stay as they are. */
    private ForwardConvolution inference;
    private WeightGradient weightGradient;
    private InputGradient inputGradient;

    /** @param bf16 whether training has bf16 products, where they pay */
    ConvolutionPlan(ConvolutionShape shape, boolean bf16) {
        this.shape = shape;
        this.bf16 = bf16;
        sliced = SlicedConvolution.pays(shape) ? new SlicedConvolution(shape) : null;
    }

    /** The layout that a usual convolution, with as many channels as it is given, has for its output. */
    static memory.desc wantedLayout(long[] inShape) {
        long[] weights = {inShape[1], inShape[1], 3, 3};
        try (ConvolutionPlan plan = new ConvolutionPlan(new ConvolutionShape(inShape, 1, weights, 1), false)) {
            return plan.forward().description().dst_desc();
        }
    }

    private ForwardConvolution forward() {
        if (forward == null) {
            forward = ForwardConvolution.inTraining(shape);
        }
        return forward;
    }

    void forward(INDArray input, INDArray weights, INDArray biases, INDArray result) {
        if (sliced == null) {
            forward().run(input, weights, null, biases, result);
        } else {
            sliced.forward(input, weights, biases, result);
        }
    }

    /** The same in training. */
    void forwardInTraining(INDArray input, INDArray weights, INDArray biases, INDArray result) {
        if (bf16 && forwardInBf16 == null) {
            forwardInBf16 = ForwardConvolution.inBf16(shape);
        }
        if (forwardInBf16 == null) {
            forward(input, weights, biases, result);
        } else {
            forwardInBf16.run(input, weights, null, biases, result);
        }
    }

    /** @param held of the weights, which stay as they are */
    void forward(INDArray input, INDArray weights, HeldWeights held, INDArray biases, INDArray result) {
        if (sliced != null) {
            sliced.forward(input, weights, biases, result);
            return;
        }
        if (inference == null) {
            inference = ForwardConvolution.inInference(shape);
        }
        inference.run(input, weights, Convolution.heldWeightsPay(shape.in) ? held : null, biases, result);
    }

    /** @param inGradient null to leave it out */
    void backward(INDArray input, INDArray weights, INDArray gradient, INDArray inGradient,
            INDArray gradientOfWeights) {
        if (sliced == null || bf16) {
            backwardWhole(input, weights, gradient, inGradient, gradientOfWeights);
        } else {
            sliced.backward(input, weights, gradient, inGradient, gradientOfWeights);
        }
    }

    private void backwardWhole(INDArray input, INDArray weights, INDArray gradient, INDArray inGradient,
            INDArray gradientOfWeights) {
        if (weightGradient == null) {
            weightGradient = new WeightGradient(shape, forward().description(), bf16);
        }
        weightGradient.run(input, gradient, gradientOfWeights);
        if (inGradient != null) {
            if (inputGradient == null) {
                inputGradient = new InputGradient(shape, forward().description(), bf16);
            }
            inputGradient.run(weights, gradient, inGradient, weightGradient.outGradient());
        }
    }

    @Override
    public void close() {
        if (sliced != null) {
            sliced.close();
        }
        if (forward != null) {
            forward.close();
        }
        if (forwardInBf16 != null) {
            forwardInBf16.close();
        }
        if (inference != null) {
            inference.close();
        }
        if (weightGradient != null) {
            weightGradient.close();
        }
        if (inputGradient != null) {
            inputGradient.close();
        }
    }
}
