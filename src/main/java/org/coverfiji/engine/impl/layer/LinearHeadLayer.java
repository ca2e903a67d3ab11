package org.coverfiji.engine.impl.layer;

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
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a {@link LinearHead}. The standardisation is folded into the weights, W/deviation and b − W·mean/deviation, so
 * that it costs no pass over the features.
 */
final class LinearHeadLayer extends BaseLayer<LinearHead> {

    private static final long serialVersionUID = 1L;

    private final transient Convolution convolution;

    LinearHeadLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        convolution = KernelChoice.forType(dataType).convolution(1, 1);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        Grid grid = Grid.of(input);
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType,
                grid.shape(grid.batch, layerConf().getOutputChannels()), 'c');
        INDArray folded = foldedWeight();
        INDArray bias = layerConf().isBiased() ? getParam(ConvolutionBlockParameters.BIAS)
                : workspaces.create(ArrayType.FF_WORKING_MEM, dataType,
                        new long[] {layerConf().getOutputChannels()}, 'c');
        if (layerConf().getMeans() != null) {
            bias = bias.sub(matrix(folded).mmul(column(layerConf().getMeans())).reshape(bias.length()));
        }
        convolution.forward(input, folded, bias, out);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray inGradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        INDArray weightGradient = gradientViews.get(ConvolutionBlockParameters.WEIGHT);
        convolution.backward(input, foldedWeight(), epsilon, inGradient, weightGradient);
        long channels = epsilon.size(1);
        INDArray perChannel = epsilon
                .reshape('c', epsilon.size(0), channels, epsilon.length() / epsilon.size(0) / channels).sum(0, 2);
        if (layerConf().isBiased()) {
            gradientViews.get(ConvolutionBlockParameters.BIAS).assign(perChannel);
        }
        if (layerConf().getMeans() != null) {
            matrix(weightGradient)
                    .subi(perChannel.reshape(channels, 1).mmul(column(layerConf().getMeans()).transpose()));
        }
        if (layerConf().getDeviations() != null) {
            matrix(weightGradient).diviRowVector(column(layerConf().getDeviations()).transpose());
        }
        Gradient gradient = new DefaultGradient();
        gradientViews.forEach(gradient::setGradientFor);
        return new Pair<>(gradient, inGradient);
    }

    private INDArray foldedWeight() {
        INDArray weight = getParam(ConvolutionBlockParameters.WEIGHT);
        if (layerConf().getDeviations() == null) {
            return weight;
        }
        return matrix(weight).divRowVector(column(layerConf().getDeviations()).transpose()).dup('c')
                .reshape('c', weight.shape());
    }

    private static INDArray matrix(INDArray weight) {
        return weight.reshape('c', weight.size(0), weight.size(1));
    }

    private INDArray column(float[] values) {
        return Nd4j.createFromArray(values).castTo(dataType).reshape(values.length, 1);
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
