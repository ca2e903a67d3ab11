package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_winograd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.Arrays;
import java.util.function.IntFunction;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One convolution for one shape of input: its three computations, each with the layouts and algorithm that suit it. */
final class ConvolutionPlan implements AutoCloseable {

    /** Fewer channels than this make Winograd's transforms cost more than they save. */
    private static final int WINOGRAD_CHANNELS = 32;
    /** The same for the weights' gradient, where the sum runs over pixels. */
    private static final int WINOGRAD_CHANNELS_OF_WEIGHTS = 16;
    private static final int PADDED_TO = 16;
    private static final int EIGHT = 8;

    private final long[] inShape;
    private final int inBlock;
    private final long[] outShape;
    private final int outBlock;
    private final long[] weightShape;
    private final long[] strides;
    private final long[] padding;
    private final boolean winogradPossible;

    private final convolution_forward.primitive_desc forwardDescription;
    private final Primitive forward;
    private final Argument in;
    private final Argument weight;
    private final Argument bias;
    private final Argument out;
    private BackwardData backwardData;
    private BackwardWeights backwardWeights;

    /**
     * @param inShape of the input if it were row-major
     * @param inBlock channels that lie together in the input, 1 for row-major
     * @param outBlock the same for the output
     */
    ConvolutionPlan(long[] inShape, int inBlock, long[] weightShape, int outBlock) {
        this.inShape = inShape.clone();
        this.inBlock = inBlock;
        this.outBlock = outBlock;
        this.weightShape = weightShape.clone();
        outShape = inShape.clone();
        outShape[1] = weightShape[0];
        int axes = inShape.length - 2;
        long kernel = weightShape[2];
        strides = new long[axes];
        Arrays.fill(strides, 1);
        padding = new long[axes];
        Arrays.fill(padding, kernel / 2);
        winogradPossible = axes == 2 && kernel == 3;

        forwardDescription = describe(inShape[1] >= WINOGRAD_CHANNELS, this::describeForward);
        forward = new Primitive(forwardDescription);
        in = forward.argument(DNNL_ARG_SRC, inShape, inBlock, forwardDescription.src_desc(), SharedMemory.Use.SOURCE);
        weight = forward.argument(DNNL_ARG_WEIGHTS, weightShape, 1, forwardDescription.weights_desc(),
                SharedMemory.Use.WEIGHTS);
        bias = forward.argument(DNNL_ARG_BIAS, new long[] {weightShape[0]}, 1, forwardDescription.bias_desc(), null);
        out = forward.argument(DNNL_ARG_DST, outShape, outBlock, forwardDescription.dst_desc(), SharedMemory.Use.DESTINATION);
    }

    /** The layout that a usual convolution, with as many channels as it is given, has for its output. */
    static memory.desc wantedLayout(long[] inShape) {
        long[] weights = {inShape[1], inShape[1], 3, 3};
        try (ConvolutionPlan plan = new ConvolutionPlan(inShape, 1, weights, 1)) {
            return plan.forwardDescription.dst_desc();
        }
    }

    void forward(INDArray input, INDArray weights, INDArray biases, INDArray result) {
        in.bind(input, true);
        weight.bind(weights, true);
        bias.bind(biases, true);
        out.bind(result, false);
        forward.run();
        out.fetch();
    }

    void backward(INDArray input, INDArray weights, INDArray gradient, INDArray inGradient,
            INDArray weightGradient) {
        if (backwardWeights == null) {
            backwardWeights = new BackwardWeights();
        }
        backwardWeights.run(input, gradient, weightGradient);
        if (inGradient != null) {
            if (backwardData == null) {
                backwardData = new BackwardData();
            }
            backwardData.run(weights, gradient, inGradient, backwardWeights.gradient);
        }
    }

    /**
     * Winograd's algorithm, where it pays and this processor has it, else direct convolution. Which one is fixed by the
     * shapes alone: measuring would make equal runs differ in their last bits.
     */
    private <D> D describe(boolean winogradPays, IntFunction<D> describe) {
        if (winogradPossible && winogradPays) {
            try {
                return describe.apply(dnnl_convolution_winograd);
            } catch (RuntimeException e) {
                // oneDNN has no Winograd convolution for this shape or processor.
            }
        }
        return describe.apply(dnnl_convolution_direct);
    }

    private convolution_forward.primitive_desc describeForward(int algorithm) {
        try (memory.desc source = anyLayout(inShape); memory.desc weights = anyLayout(weightShape);
                memory.desc biases = anyLayout(weightShape[0]); memory.desc destination = anyLayout(outShape);
                convolution_forward.desc operation = new convolution_forward.desc(dnnl_forward_training, algorithm,
                        source, weights, biases, destination, strides, padding, padding);
                primitive_attr attributes = attributes()) {
            return new convolution_forward.primitive_desc(operation, attributes, OneDnn.engine());
        }
    }

    private static memory.desc anyLayout(long... shape) {
        return OneDnn.describe(shape, dnnl_format_tag_any);
    }

    /** Working memory comes from us, so that all layers share it. */
    private static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
        return attributes;
    }

    @Override
    public void close() {
        forward.close();
        forwardDescription.close();
        if (backwardWeights != null) {
            backwardWeights.close();
        }
        if (backwardData != null) {
            backwardData.close();
        }
    }

    /** dL/dinput from dL/doutput and the weights. */
    private final class BackwardData implements AutoCloseable {

        private final Primitive primitive;
        private final Argument gradient;
        private final Argument weight;
        private final Argument inGradient;

        BackwardData() {
            try (convolution_backward_data.primitive_desc description = describe(
                    weightShape[0] >= WINOGRAD_CHANNELS || weightShape[1] >= WINOGRAD_CHANNELS, this::describeData)) {
                primitive = new Primitive(description);
                gradient = primitive.argument(DNNL_ARG_DIFF_DST, outShape, outBlock, description.diff_dst_desc(),
                        SharedMemory.Use.DESTINATION);
                weight = primitive.argument(DNNL_ARG_WEIGHTS, weightShape, 1, description.weights_desc(),
                        SharedMemory.Use.WEIGHTS);
                inGradient = primitive.argument(DNNL_ARG_DIFF_SRC, inShape, inBlock, description.diff_src_desc(),
                        SharedMemory.Use.SOURCE);
            }
        }

        private convolution_backward_data.primitive_desc describeData(int algorithm) {
            try (memory.desc source = gradientLayout(inShape); memory.desc weights = anyLayout(weightShape);
                    memory.desc destination = gradientLayout(outShape);
                    convolution_backward_data.desc operation = new convolution_backward_data.desc(algorithm, source,
                            weights, destination, strides, padding, padding);
                    primitive_attr attributes = attributes()) {
                return new convolution_backward_data.primitive_desc(operation, attributes, OneDnn.engine(),
                        forwardDescription);
            }
        }

        /**
         * Left to itself, oneDNN pads 8 or 24 channels to blocks of 16 on processors that like those; in blocks of 8
         * it is up to four times faster.
         */
        private memory.desc gradientLayout(long[] shape) {
            boolean padded = OneDnn.channelBlock() == PADDED_TO
                    && (inShape[1] % PADDED_TO != 0 || outShape[1] % PADDED_TO != 0);
            boolean eights = inShape[1] % EIGHT == 0 && outShape[1] % EIGHT == 0;
            return padded && eights ? OneDnn.describe(shape, Layout.tag(shape.length, EIGHT)) : anyLayout(shape);
        }

        /** @param laidOut the gradient as the computation before has it; laid out anew only if that does not fit */
        void run(INDArray weights, INDArray outGradient, INDArray result, Argument laidOut) {
            weight.bind(weights, true);
            gradient.bind(outGradient, !gradient.sharesCopyWith(laidOut));
            inGradient.bind(result, false);
            primitive.run();
            inGradient.fetch();
        }

        @Override
        public void close() {
            primitive.close();
        }
    }

    /** dL/dweight from the input and dL/doutput. */
    private final class BackwardWeights implements AutoCloseable {

        private final Primitive primitive;
        private final Argument in;
        private final Argument gradient;
        private final Argument weightGradient;

        BackwardWeights() {
            try (convolution_backward_weights.primitive_desc description = describe(
                    Math.min(weightShape[0], weightShape[1]) >= WINOGRAD_CHANNELS_OF_WEIGHTS, this::describeWeights)) {
                primitive = new Primitive(description);
                in = primitive.argument(DNNL_ARG_SRC, inShape, inBlock, description.src_desc(), SharedMemory.Use.SOURCE);
                gradient = primitive.argument(DNNL_ARG_DIFF_DST, outShape, outBlock, description.diff_dst_desc(),
                        SharedMemory.Use.DESTINATION);
                weightGradient = primitive.argument(DNNL_ARG_DIFF_WEIGHTS, weightShape, 1, description.diff_weights_desc(), SharedMemory.Use.WEIGHTS);
            }
        }

        private convolution_backward_weights.primitive_desc describeWeights(int algorithm) {
            try (memory.desc source = anyLayout(inShape); memory.desc weights = anyLayout(weightShape);
                    memory.desc destination = anyLayout(outShape);
                    convolution_backward_weights.desc operation = new convolution_backward_weights.desc(algorithm,
                            source, weights, destination, strides, padding, padding);
                    primitive_attr attributes = attributes()) {
                return new convolution_backward_weights.primitive_desc(operation, attributes, OneDnn.engine(),
                        forwardDescription);
            }
        }

        void run(INDArray input, INDArray outGradient, INDArray result) {
            in.bind(input, true);
            gradient.bind(outGradient, true);
            weightGradient.bind(result, false);
            primitive.run();
            weightGradient.fetch();
        }

        @Override
        public void close() {
            primitive.close();
        }
    }
}
