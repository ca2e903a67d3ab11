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
public final class LinearHeadLayer extends BaseLayer<LinearHead> {

    private static final long serialVersionUID = 1L;

    private final transient Convolution convolution;
    private final transient FollowingMean following;

    LinearHeadLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        convolution = KernelChoice.forType(dataType).convolution(1, 1);
        following = layerConf().isFollowing() ? new FollowingMean(vector(layerConf().getMeans())) : null;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (training && following != null) {
            following.follow(input);
        }
        Grid grid = Grid.of(input);
        INDArray out = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType,
                grid.shape(grid.batch, layerConf().getOutputChannels()), 'c');
        INDArray folded = foldedWeight();
        INDArray bias = getParam(ConvolutionBlockParameters.BIAS);
        if (layerConf().getMeans() != null) {
            bias = bias.sub(matrix(folded).mmul(means()).reshape(bias.length()));
        }
        convolution.forward(input, folded, bias, out);
        return out;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray inGradient = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
        INDArray weightGradient = gradientViews.get(ConvolutionBlockParameters.WEIGHT);
        convolution.backward(input, foldedWeight(), epsilon, inGradient, weightGradient);
        if (following != null) {
            FollowingMean.removeCommon(inGradient);
        }
        long channels = epsilon.size(1);
        INDArray perChannel = epsilon
                .reshape('c', epsilon.size(0), channels, epsilon.length() / epsilon.size(0) / channels).sum(0, 2);
        gradientViews.get(ConvolutionBlockParameters.BIAS).assign(perChannel);
        if (layerConf().getMeans() != null) {
            matrix(weightGradient).subi(perChannel.reshape(channels, 1).mmul(means().transpose()));
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

    /** The means as they are now, [C], to read or to write; null if they do not follow the features. */
    public INDArray followingMean() {
        return following == null ? null : following.mean();
    }

    private INDArray means() {
        return following == null ? column(layerConf().getMeans())
                : following.mean().reshape(following.mean().length(), 1);
    }

    private INDArray column(float[] values) {
        return vector(values).reshape(values.length, 1);
    }

    private INDArray vector(float[] values) {
        return Nd4j.createFromArray(values).castTo(dataType);
    }

    @Override
    public void close() {
        convolution.close();
        if (following != null) {
            following.mean().close();
        }
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
