package org.coverfiji.engine.impl.layer;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The parameters of a {@link PlainConvolution}: weights [out, in, k…] and, where it has one, bias. */
final class PlainConvolutionParameters implements ParamInitializer {

    static final PlainConvolutionParameters INSTANCE = new PlainConvolutionParameters();

    private static final String WEIGHT = ConvolutionBlockParameters.WEIGHT;
    private static final String BIAS = ConvolutionBlockParameters.BIAS;

    private PlainConvolutionParameters() {
    }

    private static long[] weightShape(PlainConvolution layer) {
        long[] shape = new long[2 + layer.getDimensions()];
        Arrays.fill(shape, layer.getKernel());
        shape[0] = layer.getOutputChannels();
        shape[1] = layer.getInputChannels();
        return shape;
    }

    private static long weights(PlainConvolution layer) {
        return Arrays.stream(weightShape(layer)).reduce(1, (a, b) -> a * b);
    }

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
        return numParams(configuration.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        PlainConvolution own = (PlainConvolution) layer;
        return weights(own) + (own.isBiased() ? own.getOutputChannels() : 0);
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return ((PlainConvolution) layer).isBiased() ? Arrays.asList(WEIGHT, BIAS) : weightKeys(layer);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return Collections.singletonList(WEIGHT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return ((PlainConvolution) layer).isBiased() ? Collections.singletonList(BIAS) : Collections.emptyList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return WEIGHT.equals(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return BIAS.equals(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
        PlainConvolution layer = (PlainConvolution) configuration.getLayer();
        paramKeys(layer).forEach(configuration::addVariable);
        if (initialize) {
            if (layer.getDeviation() == 0) {
                fillUniform(layer, view);
            } else {
                fillNormal(layer, view.reshape(view.length()));
            }
        }
        return getGradientsFromFlattened(configuration, view);
    }

    private static void fillUniform(PlainConvolution layer, INDArray view) {
        double bound = 1 / Math.sqrt((double) weights(layer) / layer.getOutputChannels());
        SplittableRandom random = new SplittableRandom(layer.getSeed());
        Values.fill(view, () -> bound * (2 * random.nextDouble() - 1));
    }

    private static void fillNormal(PlainConvolution layer, INDArray flat) {
        Random random = new Random(layer.getSeed());
        long weights = weights(layer);
        flat.assign(0);
        Values.fill(flat.get(NDArrayIndex.interval(0, weights)), () -> layer.getDeviation() * random.nextGaussian());
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
        PlainConvolution layer = (PlainConvolution) configuration.getLayer();
        long weights = weights(layer);
        INDArray flat = view.reshape(view.length());
        Map<String, INDArray> table = new LinkedHashMap<>();
        table.put(WEIGHT, flat.get(NDArrayIndex.interval(0, weights)).reshape('c', weightShape(layer)));
        if (layer.isBiased()) {
            table.put(BIAS, flat.get(NDArrayIndex.interval(weights, weights + layer.getOutputChannels())));
        }
        return table;
    }
}
