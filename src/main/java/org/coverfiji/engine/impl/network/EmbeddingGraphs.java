package org.coverfiji.engine.impl.network;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.PortConfiguration;
import org.coverfiji.engine.api.PortConfiguration.Feature;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.coverfiji.engine.impl.layer.GlobalPoolVertex;
import org.coverfiji.engine.impl.layer.PortVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** The graphs of methods whose losses are taken from embeddings, by cores outside the graph. */
final class EmbeddingGraphs {

    private static final String POOLED = "pooled";
    /** Of the encoder's maps, the last. */
    private static final int BOTTLENECK = NetworkConfiguration.LEVELS - 1;
    /** Of the levels, full resolution. */
    private static final int FINEST = NetworkConfiguration.LEVELS - 1;

    private EmbeddingGraphs() {
    }

    /**
     * The U-Net, or its encoder where no port needs more, with the ports' heads. Each port is an output of its name, in
     * their order.
     *
     * @param views that a batch consists of
     */
    static ComputationGraphConfiguration of(NetworkConfiguration network, List<PortConfiguration> ports, int views,
            long seed, DataType type) {
        GraphBuilder graph = builder(type).addInputs(Graphs.IMAGES);
        UNet net = new UNet(graph, network, new Seeds(seed), KernelChoice.forType(type));
        Heads heads = new Heads(graph, network.dimensions(), views, new Seeds(seed));
        String[] encoder = net.encoder(Graphs.IMAGES);
        Map<Feature, String> features = new EnumMap<>(Feature.class);
        // The decoder first: where there is none, the bottleneck is the last map.
        if (ports.stream().anyMatch(port -> port.feature() == Feature.FINEST)) {
            features.put(Feature.FINEST, net.levelsRowMajor(net.decoder(encoder), FINEST)[FINEST]);
        }
        if (ports.stream().anyMatch(port -> port.feature() == Feature.GLOBAL)) {
            graph.addVertex(POOLED, new GlobalPoolVertex(), net.encoderRowMajor(encoder, BOTTLENECK)[BOTTLENECK]);
            features.put(Feature.GLOBAL, POOLED);
        }
        for (PortConfiguration port : ports) {
            int level = port.feature() == Feature.GLOBAL ? 0 : FINEST;
            String last = heads.add(port.head(), features.get(port.feature()), network.levelChannels(level));
            graph.addVertex(port.name(), new PortVertex(), last);
        }
        return graph.setOutputs(ports.stream().map(PortConfiguration::name).toArray(String[]::new)).build();
    }

    static GraphBuilder builder(DataType type) {
        return new NeuralNetConfiguration.Builder().dataType(type).miniBatch(false).updater(new NoOp())
                .trainingWorkspaceMode(WorkspaceMode.ENABLED).inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .graphBuilder();
    }
}
