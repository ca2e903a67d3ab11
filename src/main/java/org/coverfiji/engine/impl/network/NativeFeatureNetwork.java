package org.coverfiji.engine.impl.network;

import java.util.Map;

import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The backbone, or its encoder, as a DL4J ComputationGraph whose outputs are its five maps. */
public final class NativeFeatureNetwork implements FeatureNetwork {

    private final ComputationGraph graph;
    private final ArrayCache input = new ArrayCache();

    private NativeFeatureNetwork(ComputationGraphConfiguration configuration) {
        graph = new ComputationGraph(configuration);
        graph.init();
    }

    public static NativeFeatureNetwork backbone(NetworkConfiguration network, long seed) {
        return new NativeFeatureNetwork(Graphs.backbone(network, seed, DataType.FLOAT));
    }

    public static NativeFeatureNetwork encoder(NetworkConfiguration network, long seed) {
        return new NativeFeatureNetwork(Graphs.encoder(network, seed, DataType.FLOAT));
    }

    @Override
    public Tensor[] features(Tensor images) {
        INDArray[] maps = graph.output(false, input.of(images));
        Tensor[] features = new Tensor[maps.length];
        for (int level = 0; level < maps.length; level++) {
            features[level] = Tensors.copy(maps[level]);
            maps[level].close();
        }
        return features;
    }

    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        Parameters.setAll(graph, parameters);
    }

    @Override
    public void close() {
        input.close();
        Graphs.close(graph);
    }
}
