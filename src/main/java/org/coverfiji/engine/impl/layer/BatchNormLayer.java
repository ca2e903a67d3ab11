package org.coverfiji.engine.impl.layer;

import org.coverfiji.CoverException;
import org.coverfiji.engine.impl.kernel.GroupNorm;
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

/**
 * Runs a {@link BatchNorm}. With the samples of a view moved inside the channels, batch normalisation is group
 * normalisation of one sample per view whose groups are single channels.
 */
final class BatchNormLayer extends BaseLayer<BatchNorm> implements Inference {

    private static final long serialVersionUID = 1L;

    private final transient GroupNorm groupNorm;
    private transient double[] statistics;

    BatchNormLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        groupNorm = KernelChoice.forType(dataType).groupNorm(1);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        statistics = new double[2 * layerConf().getViews() * layerConf().getChannels()];
        return forward(input, statistics, in(ArrayType.ACTIVATIONS, workspaces),
                in(ArrayType.FF_WORKING_MEM, workspaces));
    }

    @Override
    public INDArray infer(INDArray[] inputs, Allocator allocator) {
        return forward(inputs[0], new double[2 * layerConf().getViews() * layerConf().getChannels()], allocator,
                allocator);
    }

    private Allocator in(ArrayType place, LayerWorkspaceMgr workspaces) {
        return shape -> workspaces.createUninitialized(place, dataType, shape, 'c');
    }

    private INDArray forward(INDArray map, double[] measured, Allocator values, Allocator working) {
        BatchNorm norm = layerConf();
        int views = norm.getViews();
        if (map.size(0) % views != 0) {
            throw new CoverException("A batch of " + map.size(0) + " cannot be " + views + " views of equal size.");
        }
        if (samplesPerView(map) * positions(map) < 2) {
            throw new CoverException("Batch normalisation was given one vector per view, whose deviation is 0;"
                    + " use a larger batch, several patches per image, or heads with group normalisation.");
        }
        INDArray z = viewsFirst(map, working);
        groupNorm.forward(z, parameter(ConvolutionBlockParameters.SCALE, working),
                parameter(ConvolutionBlockParameters.SHIFT, working), norm.getChannels(), norm.getSlope(), measured,
                z);
        return samplesFirst(z, map, values);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        BatchNorm norm = layerConf();
        Allocator working = in(ArrayType.BP_WORKING_MEM, workspaces);
        INDArray z = viewsFirst(input, working);
        INDArray incoming = viewsFirst(epsilon, working);
        // A bias before batch normalisation changes nothing, so this sum is nobody's gradient.
        INDArray unused = working.create(norm.getChannels());
        groupNorm.backward(z, parameter(ConvolutionBlockParameters.SCALE, working),
                parameter(ConvolutionBlockParameters.SHIFT, working), norm.getChannels(), norm.getSlope(), statistics,
                incoming, gradient(ConvolutionBlockParameters.SCALE, working),
                gradient(ConvolutionBlockParameters.SHIFT, working), unused);
        Gradient gradient = new DefaultGradient();
        if (norm.isScaled()) {
            gradientViews.forEach(gradient::setGradientFor);
        }
        return new Pair<>(gradient, samplesFirst(z, input, in(ArrayType.ACTIVATION_GRAD, workspaces)));
    }

    /** Without scale and shift they are 1 and 0. */
    private INDArray parameter(String key, Allocator working) {
        return layerConf().isScaled() ? getParam(key)
                : working.create(layerConf().getChannels())
                        .assign(key.equals(ConvolutionBlockParameters.SCALE) ? 1 : 0);
    }

    private INDArray gradient(String key, Allocator working) {
        return layerConf().isScaled() ? gradientViews.get(key) : working.create(layerConf().getChannels());
    }

    private long samplesPerView(INDArray map) {
        return map.size(0) / layerConf().getViews();
    }

    private static long positions(INDArray map) {
        return map.length() / map.size(0) / map.size(1);
    }

    /** [views · samples, C, …] as a new array [views, C, samples, positions]. */
    private INDArray viewsFirst(INDArray map, Allocator working) {
        int views = layerConf().getViews();
        INDArray moved = working.create(views, map.size(1), samplesPerView(map), positions(map));
        return moved.assign(map.reshape('c', views, samplesPerView(map), map.size(1), positions(map))
                .permute(0, 2, 1, 3));
    }

    /** The way back, as a new array of a map's shape. */
    private INDArray samplesFirst(INDArray moved, INDArray map, Allocator values) {
        INDArray result = values.create(map.shape());
        result.reshape('c', layerConf().getViews(), samplesPerView(map), map.size(1), positions(map))
                .assign(moved.permute(0, 2, 1, 3));
        return result;
    }

    @Override
    public Type type() {
        return Type.NORMALIZATION;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
