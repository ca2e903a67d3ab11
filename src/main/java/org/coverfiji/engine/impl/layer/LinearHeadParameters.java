package org.coverfiji.engine.impl.layer;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The parameters of a {@link LinearHead}: weights [out, in, 1…] and bias [out]. */
public final class LinearHeadParameters implements ParamInitializer {

    static final LinearHeadParameters INSTANCE = new LinearHeadParameters();

    private static final String WEIGHT = ConvolutionBlockParameters.WEIGHT;
    private static final String BIAS = ConvolutionBlockParameters.BIAS;
    private static final List<String> KEYS = Collections.unmodifiableList(Arrays.asList(WEIGHT, BIAS));

    private LinearHeadParameters() {
    }

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
        return numParams(configuration.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        LinearHead head = (LinearHead) layer;
        return (head.getInputChannels() + 1L) * head.getOutputChannels();
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
        return Collections.singletonList(BIAS);
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
        KEYS.forEach(configuration::addVariable);
        if (initialize) {
            LinearHead head = (LinearHead) configuration.getLayer();
            double bound = head.isZero() ? 0 : 1 / Math.sqrt(head.getInputChannels());
            SplittableRandom random = new SplittableRandom(head.getSeed());
            Values.fill(view, () -> bound * (2 * random.nextDouble() - 1));
        }
        return getGradientsFromFlattened(configuration, view);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
        LinearHead head = (LinearHead) configuration.getLayer();
        long[] shape = new long[2 + head.getDimensions()];
        Arrays.fill(shape, 1);
        shape[0] = head.getOutputChannels();
        shape[1] = head.getInputChannels();
        long weights = shape[0] * shape[1];
        INDArray flat = view.reshape(view.length());
        Map<String, INDArray> table = new LinkedHashMap<>();
        table.put(WEIGHT, flat.get(NDArrayIndex.interval(0, weights)).reshape('c', shape));
        table.put(BIAS, flat.get(NDArrayIndex.interval(weights, weights + shape[0])));
        return table;
    }
}
