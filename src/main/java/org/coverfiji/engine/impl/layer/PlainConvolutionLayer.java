package org.coverfiji.engine.impl.layer;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Runs a {@link PlainConvolution}. One without padding is the inner part of one with it. */
final class PlainConvolutionLayer extends BaseLayer<PlainConvolution> implements Inference {

    private static final long serialVersionUID = 1L;

    private final transient Convolution convolution;

    PlainConvolutionLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        convolution = KernelChoice.forType(dataType).convolution(1, 1);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return forward(input,
                shape -> workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c'),
                shape -> workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, dataType, shape, 'c'));
    }

    @Override
    public INDArray infer(INDArray[] inputs, Allocator allocator) {
        return forward(inputs[0], allocator, allocator);
    }

    private INDArray forward(INDArray in, Allocator values, Allocator working) {
        int channels = layerConf().getOutputChannels();
        Grid grid = Grid.of(in);
        INDArray bias = layerConf().isBiased() ? getParam(ConvolutionBlockParameters.BIAS)
                : working.create(channels).assign(0);
        INDArray weight = getParam(ConvolutionBlockParameters.WEIGHT);
        long[] padded = grid.shape(grid.batch, channels);
        if (margin() == 0) {
            INDArray out = values.create(padded);
            convolution.forward(in, weight, bias, out);
            return out;
        }
        INDArray whole = working.create(padded);
        convolution.forward(in, weight, bias, whole);
        return values.create(innerShape(padded)).assign(inner(whole));
    }

    @Override
    public void holdParameters(boolean hold) {
        convolution.holdWeights(hold);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray incoming = epsilon;
        if (margin() > 0) {
            long[] padded = input.shape().clone();
            padded[1] = layerConf().getOutputChannels();
            incoming = workspaces.create(ArrayType.BP_WORKING_MEM, dataType, padded, 'c');
            inner(incoming).assign(epsilon);
        }
        INDArray inGradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        convolution.backward(input, getParam(ConvolutionBlockParameters.WEIGHT), incoming, inGradient,
                gradientViews.get(ConvolutionBlockParameters.WEIGHT));
        if (layerConf().isBiased()) {
            gradientViews.get(ConvolutionBlockParameters.BIAS).assign(epsilon.reshape('c', epsilon.size(0),
                    epsilon.size(1), epsilon.length() / epsilon.size(0) / epsilon.size(1)).sum(0, 2));
        }
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach(gradient::setGradientFor);
        return new Pair<>(gradient, inGradient);
    }

    /** Pixels at every border that are not given. */
    private int margin() {
        return layerConf().isPadded() ? 0 : layerConf().getKernel() / 2;
    }

    private long[] innerShape(long[] padded) {
        long[] shape = padded.clone();
        for (int axis = 2; axis < shape.length; axis++) {
            shape[axis] -= 2L * margin();
            if (shape[axis] < 1) {
                throw new CoverException("A map of " + Arrays.toString(padded) + " is too small for a kernel of "
                        + layerConf().getKernel() + " without padding; choose a larger patch or grid.");
            }
        }
        return shape;
    }

    private INDArray inner(INDArray whole) {
        INDArrayIndex[] indices = new INDArrayIndex[whole.rank()];
        for (int axis = 0; axis < indices.length; axis++) {
            indices[axis] = axis < 2 ? NDArrayIndex.all()
                    : NDArrayIndex.interval(margin(), whole.size(axis) - margin());
        }
        return whole.get(indices);
    }

    @Override
    public void close() {
        convolution.close();
        super.close();
    }

    @Override
    public Type type() {
        return Type.CONVOLUTIONAL;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
