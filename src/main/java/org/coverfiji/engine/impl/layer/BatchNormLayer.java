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
final class BatchNormLayer extends BaseLayer<BatchNorm> {

    private static final long serialVersionUID = 1L;

    private final transient GroupNorm groupNorm;
    private transient double[] statistics;

    BatchNormLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        groupNorm = KernelChoice.forType(dataType).groupNorm(1);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        BatchNorm norm = layerConf();
        int views = norm.getViews();
        if (input.size(0) % views != 0) {
            throw new CoverException("A batch of " + input.size(0) + " cannot be " + views + " views of equal size.");
        }
        if (valuesPerChannel() < 2) {
            throw new CoverException("Batch normalisation was given one vector per view, whose deviation is 0;"
                    + " use a larger batch, several patches per image, or heads with group normalisation.");
        }
        INDArray z = viewsFirst(input, ArrayType.FF_WORKING_MEM, workspaces);
        statistics = new double[2 * views * norm.getChannels()];
        groupNorm.forward(z, parameter(ConvolutionBlockParameters.SCALE, ArrayType.FF_WORKING_MEM, workspaces),
                parameter(ConvolutionBlockParameters.SHIFT, ArrayType.FF_WORKING_MEM, workspaces), norm.getChannels(),
                norm.getSlope(), statistics, z);
        return samplesFirst(z, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        BatchNorm norm = layerConf();
        INDArray z = viewsFirst(input, ArrayType.BP_WORKING_MEM, workspaces);
        INDArray incoming = viewsFirst(epsilon, ArrayType.BP_WORKING_MEM, workspaces);
        // A bias before batch normalisation changes nothing, so this sum is nobody's gradient.
        INDArray unused = perChannel(ArrayType.BP_WORKING_MEM, workspaces);
        groupNorm.backward(z, parameter(ConvolutionBlockParameters.SCALE, ArrayType.BP_WORKING_MEM, workspaces),
                parameter(ConvolutionBlockParameters.SHIFT, ArrayType.BP_WORKING_MEM, workspaces), norm.getChannels(),
                norm.getSlope(), statistics, incoming, gradient(ConvolutionBlockParameters.SCALE, workspaces),
                gradient(ConvolutionBlockParameters.SHIFT, workspaces), unused);
        Gradient gradient = new DefaultGradient();
        if (norm.isScaled()) {
            gradientViews.forEach(gradient::setGradientFor);
        }
        return new Pair<>(gradient, samplesFirst(z, ArrayType.ACTIVATION_GRAD, workspaces));
    }

    /** Without scale and shift they are 1 and 0. */
    private INDArray parameter(String key, ArrayType place, LayerWorkspaceMgr workspaces) {
        return layerConf().isScaled() ? getParam(key)
                : perChannel(place, workspaces).assign(key.equals(ConvolutionBlockParameters.SCALE) ? 1 : 0);
    }

    private INDArray gradient(String key, LayerWorkspaceMgr workspaces) {
        return layerConf().isScaled() ? gradientViews.get(key) : perChannel(ArrayType.BP_WORKING_MEM, workspaces);
    }

    private INDArray perChannel(ArrayType place, LayerWorkspaceMgr workspaces) {
        return workspaces.createUninitialized(place, dataType, new long[] {layerConf().getChannels()}, 'c');
    }

    private long samplesPerView() {
        return input.size(0) / layerConf().getViews();
    }

    private long positions() {
        return input.length() / input.size(0) / input.size(1);
    }

    private long valuesPerChannel() {
        return samplesPerView() * positions();
    }

    /** [views · samples, C, …] as a new array [views, C, samples, positions]. */
    private INDArray viewsFirst(INDArray map, ArrayType place, LayerWorkspaceMgr workspaces) {
        int views = layerConf().getViews();
        INDArray moved = workspaces.createUninitialized(place, dataType,
                new long[] {views, map.size(1), samplesPerView(), positions()}, 'c');
        return moved.assign(map.reshape('c', views, samplesPerView(), map.size(1), positions()).permute(0, 2, 1, 3));
    }

    /** The way back, as a new array of the input's shape. */
    private INDArray samplesFirst(INDArray moved, ArrayType place, LayerWorkspaceMgr workspaces) {
        INDArray map = workspaces.createUninitialized(place, dataType, input.shape(), 'c');
        map.reshape('c', layerConf().getViews(), samplesPerView(), input.size(1), positions())
                .assign(moved.permute(0, 2, 1, 3));
        return map;
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
