package org.coverfiji.engine.impl.network;

import java.util.Map;

import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** The backbone, or its encoder, as a DL4J ComputationGraph whose outputs are its five maps. */
public final class NativeFeatureNetwork implements FeatureNetwork {

    private final GraphRunner runner;

    private NativeFeatureNetwork(ComputationGraphConfiguration configuration) {
        runner = new GraphRunner(configuration);
    }

    public static NativeFeatureNetwork backbone(NetworkConfiguration network, long seed) {
        return new NativeFeatureNetwork(Graphs.backbone(network, seed, DataType.FLOAT));
    }

    public static NativeFeatureNetwork encoder(NetworkConfiguration network, long seed) {
        return new NativeFeatureNetwork(Graphs.encoder(network, seed, DataType.FLOAT));
    }

    @Override
    public Tensor[] features(Tensor images) {
        runner.holdParameters();
        return runner.infer(runner.array(Graphs.IMAGES, images)).values().toArray(new Tensor[0]);
    }

    @Override
    public void setParameters(Map<String, Tensor> parameters) {
        runner.setAllParameters(parameters);
    }

    @Override
    public void close() {
        runner.close();
    }
}
