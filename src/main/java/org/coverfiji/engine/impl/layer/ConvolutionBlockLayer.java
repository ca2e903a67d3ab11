package org.coverfiji.engine.impl.layer;

import java.util.Arrays;

import org.coverfiji.engine.api.Precision;
import org.coverfiji.engine.impl.kernel.Convolution;
import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.GroupNorm;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a {@link ConvolutionBlock}. */
final class ConvolutionBlockLayer extends BaseLayer<ConvolutionBlock> implements Inference, Convolving {

    private static final long serialVersionUID = 1L;

    private final transient Convolution convolution;
    private final transient GroupNorm groupNorm;
    /** The convolution's result, which the backward pass needs and then overwrites with its gradient. */
    private transient INDArray convolved;
    private transient double[] statistics;

    ConvolutionBlockLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        Kernels kernels = KernelChoice.forType(dataType);
        ConvolutionBlock block = layerConf();
        convolution = kernels.convolution(block.getInputBlock(), block.getOutputBlock());
        groupNorm = kernels.groupNorm(block.getOutputBlock());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, outShape(input), 'c');
        if (training) {
            INDArray z = kept(out.shape());
            convolution.forwardInTraining(input, parameter(ConvolutionBlockParameters.WEIGHT),
                    parameter(ConvolutionBlockParameters.BIAS), z);
            statistics = normalise(z, out);
        } else {
            convolveAndNormalise(input, out);
        }
        return out;
    }

    @Override
    public INDArray infer(INDArray[] inputs, Allocator allocator) {
        INDArray out = allocator.create(outShape(inputs[0]));
        convolveAndNormalise(inputs[0], out);
        return out;
    }

    private long[] outShape(INDArray in) {
        Grid grid = Grid.of(in, layerConf().getInputBlock());
        return grid.withBlock(layerConf().getOutputBlock()).shape(grid.batch, layerConf().getOutputChannels());
    }

    private void convolveAndNormalise(INDArray in, INDArray out) {
        convolution.forward(in, parameter(ConvolutionBlockParameters.WEIGHT),
                parameter(ConvolutionBlockParameters.BIAS), out);
        normalise(out, out);
    }

    /**
     * @param z the convolution's result
     * @param out receives the value; may be z
     * @return the normalisation's statistics
     */
    private double[] normalise(INDArray z, INDArray out) {
        ConvolutionBlock block = layerConf();
        double[] measured = new double[2 * (int) z.size(0) * block.getGroups()];
        groupNorm.forward(z, parameter(ConvolutionBlockParameters.SCALE),
                parameter(ConvolutionBlockParameters.SHIFT), block.getGroups(), block.getSlope(), measured, out);
        return measured;
    }

    @Override
    public void holdParameters(boolean hold) {
        convolution.holdWeights(hold);
    }

    @Override
    public void trainIn(Precision precision) {
        convolution.trainIn(precision);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        ConvolutionBlock block = layerConf();
        groupNorm.backward(convolved, parameter(ConvolutionBlockParameters.SCALE),
                parameter(ConvolutionBlockParameters.SHIFT), block.getGroups(), block.getSlope(), statistics, epsilon,
                gradientViews.get(ConvolutionBlockParameters.SCALE),
                gradientViews.get(ConvolutionBlockParameters.SHIFT),
                gradientViews.get(ConvolutionBlockParameters.BIAS));
        INDArray inGradient = block.isFirstLayer() ? null
                : workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        convolution.backward(input, parameter(ConvolutionBlockParameters.WEIGHT), convolved, inGradient,
                gradientViews.get(ConvolutionBlockParameters.WEIGHT));
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach(gradient::setGradientFor);
        return new Pair<>(gradient, inGradient);
    }

    private INDArray parameter(String key) {
        return getParam(key);
    }

    /** Lives outside the workspaces, across steps: made anew only when the batch's shape changes. */
    private INDArray kept(long[] shape) {
        if (convolved == null || !Arrays.equals(convolved.shape(), shape)) {
            release();
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                convolved = Nd4j.createUninitialized(dataType, shape, 'c');
            }
        }
        return convolved;
    }

    private void release() {
        if (convolved != null) {
            convolved.close();
            convolved = null;
        }
    }

    @Override
    public void close() {
        release();
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
