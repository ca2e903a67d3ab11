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
final class BatchNormLayer extends BaseLayer<BatchNorm> implements Inference, BatchWide {

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
        gathered = gathered(input);
        statistics = new double[2 * layerConf().getViews() * layerConf().getChannels()];
        Allocator working = in(ArrayType.FF_WORKING_MEM, workspaces);
        INDArray z = normalised(all(gathered, input, working), statistics, working);
        return samplesFirst(gathered == null ? z : own(z, input), input, in(ArrayType.ACTIVATIONS, workspaces));
    }

    @Override
    public INDArray infer(INDArray[] inputs, Allocator allocator) {
        double[] measured = new double[2 * layerConf().getViews() * layerConf().getChannels()];
        // As a teacher does within a step; what is inferred in between is a rank's own affair.
        Tensor every = gathered(inputs[0]);
        INDArray z = normalised(all(every, inputs[0], allocator), measured, allocator);
        return samplesFirst(every == null ? z : own(z, inputs[0]), inputs[0], allocator);
    }

    /** Of all ranks; null where the map is the whole batch's already. */
    private Tensor gathered(INDArray map) {
        return batch != null && batch.isOpen() ? batch.gather(tensor(map)) : null;
    }

    private Allocator in(ArrayType place, LayerWorkspaceMgr workspaces) {
        return shape -> workspaces.createUninitialized(place, dataType, shape, 'c');
    }

    /** [views, C, samples, positions]. */
    private INDArray normalised(INDArray map, double[] measured, Allocator working) {
        BatchNorm norm = layerConf();
        int views = norm.getViews();
        if (map.size(0) % views != 0) {
            throw new CoverException("A batch of " + map.size(0) + " cannot be " + views + " views of equal size.");
        }
        long samples = map.size(0) / views;
        if (samples * positions(map) < 2) {
            throw new CoverException("Batch normalisation was given one vector per view, whose deviation is 0;"
                    + " use a larger batch, several patches per image, or heads with group normalisation.");
        }
        INDArray z = viewsFirst(map, working);
        groupNorm.forward(z, parameter(ConvolutionBlockParameters.SCALE, working),
                parameter(ConvolutionBlockParameters.SHIFT, working), norm.getChannels(), norm.getSlope(), measured,
                z);
        return z;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        BatchNorm norm = layerConf();
        Allocator working = in(ArrayType.BP_WORKING_MEM, workspaces);
        INDArray z = viewsFirst(all(gathered, input, working), working);
        INDArray incoming = viewsFirst(errors(epsilon, working), working);
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
        INDArray below = samplesFirst(gathered == null ? z : own(z, input), input,
                in(ArrayType.ACTIVATION_GRAD, workspaces));
        if (gathered != null) {
            below.divi(batch.share());
            gathered = null;
        }
        return new Pair<>(gradient, below);
    }

    private static INDArray all(Tensor gathered, INDArray map, Allocator working) {
        return gathered == null ? map : array(gathered, working);
    }

    /** Of all ranks, as errors of the whole batch's losses: a rank has those of the mean over its own samples. */
    private INDArray errors(INDArray epsilon, Allocator working) {
        return gathered == null ? epsilon : array(batch.gather(tensor(epsilon.mul(batch.share()))), working);
    }

    /** Of all ranks' samples, [views, C, samples, positions], those of the rank's map. */
    private INDArray own(INDArray moved, INDArray map) {
        return moved.get(NDArrayIndex.all(), NDArrayIndex.all(),
                NDArrayIndex.interval(batch.from(), batch.from() + map.size(0) / layerConf().getViews()),
                NDArrayIndex.all());
    }

    private static Tensor tensor(INDArray array) {
        int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
        return new Tensor(array.dup('c').data().asFloat(), shape);
    }

    private static INDArray array(Tensor tensor, Allocator working) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return working.create(shape).assign(Nd4j.createFromArray(tensor.data()).reshape('c', shape));
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

    private static long positions(INDArray map) {
        return map.length() / map.size(0) / map.size(1);
    }

    /** [views · samples, C, …] as a new array [views, C, samples, positions]. */
    private INDArray viewsFirst(INDArray map, Allocator working) {
        long views = layerConf().getViews();
        long samples = map.size(0) / views;
        INDArray moved = working.create(views, map.size(1), samples, positions(map));
        return moved.assign(map.reshape('c', views, samples, map.size(1), positions(map)).permute(0, 2, 1, 3));
    }

    /** The way back, as a new array of a map's shape. */
    private INDArray samplesFirst(INDArray moved, INDArray map, Allocator values) {
        INDArray result = values.create(map.shape());
        long views = layerConf().getViews();
        result.reshape('c', views, map.size(0) / views, map.size(1), positions(map)).assign(moved.permute(0, 2, 1, 3));
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
