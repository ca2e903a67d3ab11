package org.coverfiji.engine.impl.layer;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a {@link ConvolutionBlock}, one after the other in DL4J's flat array: convolution weights
 * [out, in, k…] and bias, normalisation scale and shift. Weights start He-normal (fan in), the scale at 1, the rest at
 * 0.
 */
public final class ConvolutionBlockParameters implements ParamInitializer {

    public static final ConvolutionBlockParameters INSTANCE = new ConvolutionBlockParameters();

    public static final String WEIGHT = "W";
    public static final String BIAS = "b";
    public static final String SCALE = "g";
    public static final String SHIFT = "h";

    private static final List<String> KEYS = Collections.unmodifiableList(Arrays.asList(WEIGHT, BIAS, SCALE, SHIFT));

    private ConvolutionBlockParameters() {
    }

    private static long[] weightShape(ConvolutionBlock block) {
        long[] shape = new long[2 + block.getDimensions()];
        Arrays.fill(shape, block.getKernel());
        shape[0] = block.getOutputChannels();
        shape[1] = block.getInputChannels();
        return shape;
    }

    private static long product(long[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
        return numParams(configuration.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        ConvolutionBlock block = (ConvolutionBlock) layer;
        return product(weightShape(block)) + 3L * block.getOutputChannels();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return KEYS;
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return Collections.singletonList(WEIGHT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return KEYS.subList(1, KEYS.size());
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return WEIGHT.equals(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return !WEIGHT.equals(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
        ConvolutionBlock block = (ConvolutionBlock) configuration.getLayer();
        Map<String, INDArray> table = split(block, view);
        KEYS.forEach(configuration::addVariable);
        if (initialize) {
            fillHeNormal(block, table.get(WEIGHT));
            table.get(BIAS).assign(0);
            table.get(SCALE).assign(1);
            table.get(SHIFT).assign(0);
        }
        return table;
    }

    private static void fillHeNormal(ConvolutionBlock block, INDArray weight) {
        double fanIn = (double) weight.length() / block.getOutputChannels();
        double deviation = Math.sqrt(2 / fanIn);
        Random random = new Random(block.getSeed());
        Values.fill(weight, () -> random.nextGaussian() * deviation);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
        return split((ConvolutionBlock) configuration.getLayer(), view);
    }

    private static Map<String, INDArray> split(ConvolutionBlock block, INDArray view) {
        long[] shape = weightShape(block);
        long weights = product(shape);
        long channels = block.getOutputChannels();
        INDArray flat = view.reshape(view.length());
        Map<String, INDArray> table = new LinkedHashMap<>();
        table.put(WEIGHT, flat.get(NDArrayIndex.interval(0, weights)).reshape('c', shape));
        long start = weights;
        for (String key : KEYS.subList(1, KEYS.size())) {
            table.put(key, flat.get(NDArrayIndex.interval(start, start + channels)));
            start += channels;
        }
        return table;
    }
}
