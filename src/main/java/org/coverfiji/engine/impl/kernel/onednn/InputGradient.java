package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** dL/dinput from dL/doutput and the weights. */
final class InputGradient implements AutoCloseable {

    /** Fewer channels than this make Winograd's transforms cost more than they save. */
    private static final int WINOGRAD_CHANNELS = 32;
    /** Fewer channels than this, on one side, make Winograd's transforms cost more than products of bf16 numbers. */
    private static final int BF16_CHANNELS = 32;
    private static final int EIGHT = 8;
    private static final int SIXTEEN = 16;

    private final ConvolutionShape shape;
    private final boolean bf16;
    private final Primitive primitive;
    private final Argument outGradient;
    private final Argument weight;
    private final Argument inGradient;

    /** @param mayUseBf16 whether products may be of bf16 numbers, where that pays */
    InputGradient(ConvolutionShape shape, convolution_forward.primitive_desc forward, boolean mayUseBf16) {
        this.shape = shape;
        boolean winogradPays = Math.max(shape.inChannels(), shape.outChannels()) >= WINOGRAD_CHANNELS;
        // Floats have blocks of 8 for other channels.
        bf16 = mayUseBf16 && bothMultiplesOf(SIXTEEN) && shape.bf16Pays(winogradPays
                && Math.min(shape.inChannels(), shape.outChannels()) >= BF16_CHANNELS);
        try (convolution_backward_data.primitive_desc description = shape.describe(winogradPays && !bf16,
                algorithm -> describe(algorithm, forward))) {
            primitive = new Primitive(description);
            outGradient = primitive.argument(DNNL_ARG_DIFF_DST, shape.out, shape.outBlock,
                    description.diff_dst_desc(), SharedMemory.Use.DESTINATION);
            weight = primitive.argument(DNNL_ARG_WEIGHTS, shape.weight, 1, description.weights_desc(),
                    SharedMemory.Use.WEIGHTS);
            inGradient = primitive.argument(DNNL_ARG_DIFF_SRC, shape.in, shape.inBlock, description.diff_src_desc(),
                    SharedMemory.Use.SOURCE);
        }
    }

    private convolution_backward_data.primitive_desc describe(int algorithm,
            convolution_forward.primitive_desc forward) {
        try (memory.desc source = bf16 ? ConvolutionShape.anyLayout(shape.in) : layout(shape.in);
                memory.desc weights = ConvolutionShape.factor(bf16, shape.weight);
                memory.desc destination = bf16 ? ConvolutionShape.factor(true, shape.out) : layout(shape.out);
                convolution_backward_data.desc operation = new convolution_backward_data.desc(algorithm, source,
                        weights, destination, shape.strides, shape.padding, shape.padding);
                primitive_attr attributes = ConvolutionShape.attributes()) {
            return new convolution_backward_data.primitive_desc(operation, attributes, OneDnn.engine(), forward);
        }
    }

    /**
     * Left to itself, oneDNN pads 8 or 24 channels to blocks of 16 on processors that like those; in blocks of 8 it is
     * up to four times faster.
     */
    private memory.desc layout(long[] map) {
        boolean padded = OneDnn.channelBlock() == SIXTEEN && !bothMultiplesOf(SIXTEEN);
        return padded && bothMultiplesOf(EIGHT) ? OneDnn.describe(map, Layout.tag(map.length, EIGHT))
                : ConvolutionShape.anyLayout(map);
    }

    private boolean bothMultiplesOf(int block) {
        return shape.inChannels() % block == 0 && shape.outChannels() % block == 0;
    }

    /** @param laidOut the gradient as the computation before has it; laid out anew only if that does not fit */
    void run(INDArray weights, INDArray gradient, INDArray result, Argument laidOut) {
        weight.bind(weights, true);
        outGradient.bind(gradient, !outGradient.sharesCopyWith(laidOut));
        inGradient.bind(result, false);
        primitive.run();
        inGradient.fetch();
    }

    @Override
    public void close() {
        primitive.close();
    }
}
