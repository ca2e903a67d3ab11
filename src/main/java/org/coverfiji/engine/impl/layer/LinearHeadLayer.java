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
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs a {@link LinearHead}. The standardisation is folded into the weights, W/deviation and b − W·mean/deviation, so
 * that it costs no pass over the features.
 */
public final class LinearHeadLayer extends BaseLayer<LinearHead> implements Inference {

    private static final long serialVersionUID = 1L;

    private final transient Convolution convolution;
    private final transient FollowingMean following;
    private transient boolean holding;
    /** While the parameters are held, once they were needed. */
    private transient Folded held;

    LinearHeadLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        convolution = KernelChoice.forType(dataType).convolution(layerConf().getInputBlock(), 1);
        following = layerConf().isFollowing() ? new FollowingMean(vector(layerConf().getMeans())) : null;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (training && following != null) {
            following.follow(input);
        }
        return forward(input, new Folded(),
                shape -> workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c'));
    }

    @Override
    public INDArray infer(INDArray[] inputs, Allocator allocator) {
        if (!holding) {
            return forward(inputs[0], new Folded(), allocator);
        }
        if (held == null) {
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                held = new Folded();
            }
        }
        return forward(inputs[0], held, allocator);
    }

    private INDArray forward(INDArray in, Folded folded, Allocator allocator) {
        Grid grid = Grid.of(in, layerConf().getInputBlock());
        INDArray out = allocator.create(grid.withBlock(1).shape(grid.batch, layerConf().getOutputChannels()));
        convolution.forward(in, folded.weight, folded.bias, out);
        return out;
    }

    @Override
    public void holdParameters(boolean hold) {
        holding = hold;
        held = null;
        convolution.holdWeights(hold);
    }

    /** Weights and bias with the standardisation in them. */
    private final class Folded {

        final INDArray weight = foldedWeight();
        final INDArray bias;

        Folded() {
            INDArray own = getParam(ConvolutionBlockParameters.BIAS);
            bias = layerConf().getMeans() == null ? own
                    : own.sub(matrix(weight).mmul(means()).reshape(own.length()));
        }
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
