package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_inference;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The output from the input, the weights and the bias. */
final class ForwardConvolution implements AutoCloseable {

    /** Fewer channels than this make Winograd's transforms cost more than they save. */
    private static final int WINOGRAD_CHANNELS = 32;
    /** Of Winograd's tiles: with fewer, reading the weights takes longest, of which it has up to four times as many. */
    private static final int WINOGRAD_TILES = 4;

    private final ConvolutionShape shape;
    private final boolean bf16;
    private final convolution_forward.primitive_desc description;
    private final Primitive primitive;
    private final Argument in;
    private final Argument weight;
    private final Argument bias;
    private final Argument out;

    private ForwardConvolution(ConvolutionShape shape, int kind, boolean winogradPays, boolean bf16) {
        this.shape = shape;
        this.bf16 = bf16;
        description = shape.describe(winogradPays, algorithm -> describe(kind, algorithm));
        primitive = new Primitive(description);
        in = primitive.argument(DNNL_ARG_SRC, shape.in, shape.inBlock, description.src_desc(),
                SharedMemory.Use.SOURCE);
        weight = primitive.argument(DNNL_ARG_WEIGHTS, shape.weight, 1, description.weights_desc(),
                SharedMemory.Use.WEIGHTS);
        bias = primitive.argument(DNNL_ARG_BIAS, new long[] {shape.outChannels()}, 1, description.bias_desc(), null);
        out = primitive.argument(DNNL_ARG_DST, shape.out, shape.outBlock, description.dst_desc(),
                SharedMemory.Use.DESTINATION);
    }

    /** For weights that change from one call to the next, and what the backward computations are described with. */
    static ForwardConvolution inTraining(ConvolutionShape shape) {
        return new ForwardConvolution(shape, dnnl_forward_training, winogradPays(shape), false);
    }

    /** The same with bf16 products; null where they do not pay. */
    static ForwardConvolution inBf16(ConvolutionShape shape) {
        return shape.bf16Pays(winogradPays(shape)) ? new ForwardConvolution(shape, dnnl_forward_training, false, true)
                : null;
    }

    private static boolean winogradPays(ConvolutionShape shape) {
        return shape.inChannels() >= WINOGRAD_CHANNELS;
    }

    /** For weights that stay: how long it takes to bring them into the best layout does not matter. */
    static ForwardConvolution inInference(ConvolutionShape shape) {
        return new ForwardConvolution(shape, dnnl_forward_inference,
                winogradPays(shape) && shape.winogradTiles() >= WINOGRAD_TILES, false);
    }

    private convolution_forward.primitive_desc describe(int kind, int algorithm) {
        boolean training = kind == dnnl_forward_training;
        try (memory.desc source = training ? ConvolutionShape.factor(bf16, shape.in)
                : uncopied(shape.in, shape.inBlock);
                memory.desc weights = ConvolutionShape.factor(bf16, shape.weight);
                memory.desc biases = ConvolutionShape.anyLayout(shape.outChannels());
                memory.desc destination = training ? ConvolutionShape.anyLayout(shape.out)
                        : uncopied(shape.out, shape.outBlock);
                convolution_forward.desc operation = new convolution_forward.desc(kind, algorithm, source,
                        weights, biases, destination, shape.strides, shape.padding, shape.padding);
                primitive_attr attributes = ConvolutionShape.attributes()) {
            return new convolution_forward.primitive_desc(operation, attributes, OneDnn.engine());
        }
    }

    /**
     * Blocks of channels as they are: oneDNN has convolutions that want the channels of a pixel together, but with the
     * copies they take as long, and a copy as much memory as the map.
     */
    private static memory.desc uncopied(long[] map, int block) {
        return block > 1 ? OneDnn.describe(map, Layout.tag(map.length, block)) : ConvolutionShape.anyLayout(map);
    }

    /** What the backward computations are described with. */
    convolution_forward.primitive_desc description() {
        return description;
    }

    /** @param held null where the weights may have changed since the last call */
    void run(INDArray input, INDArray weights, HeldWeights held, INDArray biases, INDArray result) {
        in.bind(input, true);
        if (held == null) {
            weight.bind(weights, true);
        } else {
            weight.bind(weights, held);
        }
        bias.bind(biases, true);
        out.bind(result, false);
        primitive.run();
        out.fetch();
    }

    /** Gives weights and biases, row-major, to the runs that follow at once. */
    void bind(Pointer weights, Pointer biases) {
        weight.bind(weights, true);
        bias.bind(biases, true);
    }

    /** With the weights and biases that were bound. */
    void run(Pointer input, Pointer result) {
        in.bind(input, true);
        out.bind(result, false);
        primitive.run();
        out.fetch();
    }

    @Override
    public void close() {
        primitive.close();
        description.close();
    }
}
