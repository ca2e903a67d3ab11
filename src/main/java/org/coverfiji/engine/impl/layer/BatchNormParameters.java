package org.coverfiji.engine.impl.layer;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a {@link BatchNorm}, where it has any: scale, at first 1, and shift, at first 0, both [channels].
 */
final class BatchNormParameters implements ParamInitializer {

    static final BatchNormParameters INSTANCE = new BatchNormParameters();

    private static final List<String> KEYS = Collections.unmodifiableList(
            Arrays.asList(ConvolutionBlockParameters.SCALE, ConvolutionBlockParameters.SHIFT));

    private BatchNormParameters() {
    }

    @Override
    public long numParams(NeuralNetConfiguration configuration) {
        return numParams(configuration.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return (long) paramKeys(layer).size() * ((BatchNorm) layer).getChannels();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return ((BatchNorm) layer).isScaled() ? KEYS : Collections.emptyList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return Collections.emptyList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return false;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return true;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
        paramKeys(configuration.getLayer()).forEach(configuration::addVariable);
        Map<String, INDArray> table = getGradientsFromFlattened(configuration, view);
        if (initialize && !table.isEmpty()) {
            table.get(ConvolutionBlockParameters.SCALE).assign(1);
            table.get(ConvolutionBlockParameters.SHIFT).assign(0);
        }
        return table;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration configuration, INDArray view) {
        if (paramKeys(configuration.getLayer()).isEmpty()) {
            // DL4J makes no array for a layer without parameters.
            return new LinkedHashMap<>();
        }
        long channels = ((BatchNorm) configuration.getLayer()).getChannels();
        INDArray flat = view.reshape(view.length());
        Map<String, INDArray> table = new LinkedHashMap<>();
        table.put(ConvolutionBlockParameters.SCALE, flat.get(NDArrayIndex.interval(0, channels)));
        table.put(ConvolutionBlockParameters.SHIFT, flat.get(NDArrayIndex.interval(channels, 2 * channels)));
        return table;
    }
}
