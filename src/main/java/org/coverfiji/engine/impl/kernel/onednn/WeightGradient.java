package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** dL/dweight from the input and dL/doutput. */
final class WeightGradient implements AutoCloseable {

    /** From so many channels on Winograd's algorithm pays: fewer than forwards, as the sum runs over pixels. */
    private static final int WINOGRAD_CHANNELS = 16;
    /** With fewer on both sides oneDNN has no compiled computation for bf16. */
    private static final int BF16_CHANNELS = 16;

    private final ConvolutionShape shape;
    private final boolean bf16;
    private final Primitive primitive;
    private final Argument in;
    private final Argument outGradient;
    private final Argument weightGradient;

    /** @param mayUseBf16 whether products may be of bf16 numbers, where that pays */
    WeightGradient(ConvolutionShape shape, convolution_forward.primitive_desc forward, boolean mayUseBf16) {
        this.shape = shape;
        boolean winogradPays = Math.min(shape.inChannels(), shape.outChannels()) >= WINOGRAD_CHANNELS;
        bf16 = mayUseBf16 && shape.bf16Pays(winogradPays)
                && Math.max(shape.inChannels(), shape.outChannels()) >= BF16_CHANNELS;
        try (convolution_backward_weights.primitive_desc description = shape.describe(winogradPays && !bf16,
                algorithm -> describe(algorithm, forward))) {
            primitive = new Primitive(description);
            in = primitive.argument(DNNL_ARG_SRC, shape.in, shape.inBlock, description.src_desc(),
                    SharedMemory.Use.SOURCE);
            outGradient = primitive.argument(DNNL_ARG_DIFF_DST, shape.out, shape.outBlock,
                    description.diff_dst_desc(), SharedMemory.Use.DESTINATION);
            weightGradient = primitive.argument(DNNL_ARG_DIFF_WEIGHTS, shape.weight, 1,
                    description.diff_weights_desc(), SharedMemory.Use.WEIGHTS);
        }
    }

    private convolution_backward_weights.primitive_desc describe(int algorithm,
            convolution_forward.primitive_desc forward) {
        try (memory.desc source = ConvolutionShape.factor(bf16, shape.in);
                memory.desc weights = ConvolutionShape.anyLayout(shape.weight);
                memory.desc destination = ConvolutionShape.factor(bf16, shape.out);
                convolution_backward_weights.desc operation = new convolution_backward_weights.desc(algorithm, source,
                        weights, destination, shape.strides, shape.padding, shape.padding);
                primitive_attr attributes = ConvolutionShape.attributes()) {
            return new convolution_backward_weights.primitive_desc(operation, attributes, OneDnn.engine(), forward);
        }
    }

    /** Without a forward convolution at hand. */
    static WeightGradient of(ConvolutionShape shape) {
        try (ForwardConvolution forward = ForwardConvolution.inTraining(shape)) {
            return new WeightGradient(shape, forward.description(), false);
        }
    }

    void run(INDArray input, INDArray gradient, INDArray result) {
        run(input.data().addressPointer(), gradient.data().addressPointer(), result.data().addressPointer());
    }

    /** The same with the arrays' addresses. */
    void run(Pointer input, Pointer gradient, Pointer result) {
        in.bind(input, true);
        outGradient.bind(gradient, true);
        weightGradient.bind(result, false);
        primitive.run();
        weightGradient.fetch();
    }

    /** dL/doutput as it was laid out for the last run. */
    Argument outGradient() {
        return outGradient;
    }

    @Override
    public void close() {
        primitive.close();
    }
}
