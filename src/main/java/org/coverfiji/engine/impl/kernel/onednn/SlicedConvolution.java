package org.coverfiji.engine.impl.kernel.onednn;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The convolution of volumes in blocks of 16 channels as one of pictures: a slice and its two neighbours are a picture
 * of three times as many channels. oneDNN has Winograd's algorithm for pictures alone, which more than makes up for the
 * copies. As many slices are convolved at once as stay in the processor's caches with what the algorithm makes of them.
 */
final class SlicedConvolution implements AutoCloseable {

    private static final int BLOCK = 16;
    private static final int RANK = 5;
    /** Smaller slices hold so few of Winograd's tiles that reading the weights takes longest. */
    private static final int LEAST_SIDE = 12;
    /** Values in the pictures that are convolved at once. */
    private static final long MOST_VALUES = 1 << 20;

    private final SliceStack in;
    private final SliceStack out;
    private final SliceWeights weights;
    private ForwardConvolution forward;
    private WeightGradient weightGradient;
    /** A forward convolution too, with the weights turned round. */
    private ForwardConvolution inputGradient;

    /** @param shape of a kind that {@link #pays} */
    SlicedConvolution(ConvolutionShape shape) {
        in = new SliceStack(shape.in, BLOCK);
        out = new SliceStack(shape.out, BLOCK);
        weights = new SliceWeights(shape.weight);
    }

    /** Whether a convolution is of the kind that is faster so. */
    static boolean pays(ConvolutionShape shape) {
        return shape.in.length == RANK && shape.weight[2] == SliceWeights.SIDE && shape.inBlock == BLOCK
                && shape.outBlock == BLOCK && Math.min(shape.in[3], shape.in[4]) >= LEAST_SIDE;
    }

    private static ConvolutionShape pictures(SliceStack from, SliceStack to) {
        long slices = from.slicesAtOnce(MOST_VALUES);
        long channels = SliceWeights.SIDE * from.channels();
        return new ConvolutionShape(new long[] {slices, channels, from.height(), from.width()}, BLOCK,
                new long[] {to.channels(), channels, SliceWeights.SIDE, SliceWeights.SIDE}, BLOCK);
    }

    void forward(INDArray input, INDArray weight, INDArray bias, INDArray result) {
        if (forward == null) {
            forward = ForwardConvolution.inTraining(pictures(in, out));
        }
        forward.bind(weights.forward(new Floats(weight)), new Floats(bias).pointer(0));
        convolve(forward, in, new Floats(input), out, new Floats(result));
    }

    private static void convolve(ForwardConvolution convolution, SliceStack from, Floats source, SliceStack to,
            Floats target) {
        long slices = from.slicesAtOnce(MOST_VALUES);
        for (long first = 0; first < from.slices(); first += slices) {
            Pointer pictures = from.withNeighbours(source, first, slices);
            FloatPointer results = to.room(target, first, slices);
            convolution.run(pictures, results);
            to.spread(results, target, first, slices);
        }
    }

    /** @param inGradient null to leave it out */
    void backward(INDArray input, INDArray weight, INDArray gradient, INDArray inGradient, INDArray gradientOfWeights) {
        Floats incoming = new Floats(gradient);
        if (weightGradient == null) {
            weightGradient = WeightGradient.of(pictures(in, out));
        }
        sumWeightGradients(new Floats(input), incoming, new Floats(gradientOfWeights));
        if (inGradient != null) {
            if (inputGradient == null) {
                inputGradient = ForwardConvolution.inTraining(pictures(out, in));
            }
            inputGradient.bind(weights.turnedRound(new Floats(weight)), weights.zeros());
            convolve(inputGradient, out, incoming, in, new Floats(inGradient));
        }
    }

    private void sumWeightGradients(Floats input, Floats gradient, Floats result) {
        long slices = in.slicesAtOnce(MOST_VALUES);
        GradientSum sum = new GradientSum(weights.length());
        for (long first = 0; first < in.slices(); first += slices) {
            Pointer pictures = in.withNeighbours(input, first, slices);
            weightGradient.run(pictures, out.gathered(gradient, first, slices), sum.room());
            sum.add();
        }
        weights.write(sum.values(), result);
    }

    @Override
    public void close() {
        if (forward != null) {
            forward.close();
        }
        if (weightGradient != null) {
            weightGradient.close();
        }
        if (inputGradient != null) {
            inputGradient.close();
        }
    }
}
