package org.coverfiji.engine.impl.layer;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
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
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs a {@link BatchNorm}. With the samples of a view moved inside the channels, batch normalisation is group
 * normalisation of one sample per view whose groups are single channels. One of several ranks does that for the samples
 * of all, and passes on its own.
 */
final class BatchNormLayer extends BaseLayer<BatchNorm> implements BatchWide {

    private static final long serialVersionUID = 1L;

    private final transient GroupNorm groupNorm;
    private transient double[] statistics;
    /** Null where the network is alone. */
    private transient WholeBatch batch;
    /** The input of all ranks, until the backward pass; null where the step is this network's own affair. */
    private transient Tensor gathered;

    BatchNormLayer(NeuralNetConfiguration configuration, DataType dataType) {
        super(configuration, dataType);
        groupNorm = KernelChoice.forType(dataType).groupNorm(1);
    }

    @Override
    public void share(WholeBatch whole) {
        batch = whole;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        BatchNorm norm = layerConf();
        int views = norm.getViews();
        if (input.size(0) % views != 0) {
            throw new CoverException("A batch of " + input.size(0) + " cannot be " + views + " views of equal size.");
        }
        gathered = batch != null && batch.isOpen() ? batch.gather(tensor(input)) : null;
        INDArray all = all(ArrayType.FF_WORKING_MEM, workspaces);
        if (all.length() / views / all.size(1) < 2) {
            throw new CoverException("Batch normalisation was given one vector per view, whose deviation is 0;"
                    + " use a larger batch, several patches per image, or heads with group normalisation.");
        }
        INDArray z = viewsFirst(all, ArrayType.FF_WORKING_MEM, workspaces);
        statistics = new double[2 * views * norm.getChannels()];
        groupNorm.forward(z, parameter(ConvolutionBlockParameters.SCALE, ArrayType.FF_WORKING_MEM, workspaces),
                parameter(ConvolutionBlockParameters.SHIFT, ArrayType.FF_WORKING_MEM, workspaces), norm.getChannels(),
                norm.getSlope(), statistics, z);
        return samplesFirst(z, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        BatchNorm norm = layerConf();
        INDArray z = viewsFirst(all(ArrayType.BP_WORKING_MEM, workspaces), ArrayType.BP_WORKING_MEM, workspaces);
        INDArray incoming = viewsFirst(errors(epsilon, workspaces), ArrayType.BP_WORKING_MEM, workspaces);
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
        INDArray below = samplesFirst(z, ArrayType.ACTIVATION_GRAD, workspaces);
        if (gathered != null) {
            below.divi(batch.share());
            gathered = null;
        }
        return new Pair<>(gradient, below);
    }

    private INDArray all(ArrayType place, LayerWorkspaceMgr workspaces) {
        return gathered == null ? input : array(gathered, place, workspaces);
    }

    /** Of all ranks, as errors of the whole batch's losses: a rank has those of the mean over its own samples. */
    private INDArray errors(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return gathered == null ? epsilon
                : array(batch.gather(tensor(epsilon.mul(batch.share()))), ArrayType.BP_WORKING_MEM, workspaces);
    }

    private static Tensor tensor(INDArray array) {
        int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
        return new Tensor(array.dup('c').data().asFloat(), shape);
    }

    private INDArray array(Tensor tensor, ArrayType place, LayerWorkspaceMgr workspaces) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return workspaces.createUninitialized(place, dataType, shape, 'c')
                .assign(Nd4j.createFromArray(tensor.data()).reshape('c', shape));
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

    private long positions() {
        return input.length() / input.size(0) / input.size(1);
    }

    /** [views · samples, C, …] as a new array [views, C, samples, positions]. */
    private INDArray viewsFirst(INDArray map, ArrayType place, LayerWorkspaceMgr workspaces) {
        long views = layerConf().getViews();
        long samples = map.size(0) / views;
        INDArray moved = workspaces.createUninitialized(place, dataType,
                new long[] {views, map.size(1), samples, positions()}, 'c');
        return moved.assign(map.reshape('c', views, samples, map.size(1), positions()).permute(0, 2, 1, 3));
    }

    /** The way back, as a new array of the input's shape: of all ranks' samples its own. */
    private INDArray samplesFirst(INDArray moved, ArrayType place, LayerWorkspaceMgr workspaces) {
        INDArray map = workspaces.createUninitialized(place, dataType, input.shape(), 'c');
        long views = layerConf().getViews();
        long samples = input.size(0) / views;
        INDArray own = gathered == null ? moved : moved.get(NDArrayIndex.all(), NDArrayIndex.all(),
                NDArrayIndex.interval(batch.from(), batch.from() + samples), NDArrayIndex.all());
        map.reshape('c', views, samples, input.size(1), positions()).assign(own.permute(0, 2, 1, 3));
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
