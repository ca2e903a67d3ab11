package org.coverfiji.engine.impl.network;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
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

    private EmbeddingGraphs() {
    }

    /**
     * The encoder alone, its last map averaged over all positions, and a head on that.
     *
     * @param views that a batch consists of
     * @param port the output's name: the head's vectors, [N, C, 1, 1(, 1)]
     */
    static ComputationGraphConfiguration imageLevel(NetworkConfiguration network, HeadConfiguration head, int views,
            String port, long seed, DataType type) {
        GraphBuilder graph = builder(type).addInputs(Graphs.IMAGES);
        int bottleneck = NetworkConfiguration.LEVELS - 1;
        UNet net = new UNet(graph, network, new Seeds(seed), KernelChoice.forType(type));
        String map = net.encoderRowMajor(net.encoder(Graphs.IMAGES), bottleneck)[bottleneck];
        graph.addVertex(POOLED, new GlobalPoolVertex(), map);
        return port(graph, network, head, views, POOLED, network.levelChannels(0), port, seed);
    }

    /**
     * The whole U-Net and a head of 1×1 convolutions on its map of full resolution.
     *
     * @param port the output's name: the head's map, [N, C, (D,) H, W]
     */
    static ComputationGraphConfiguration pixelLevel(NetworkConfiguration network, HeadConfiguration head, int views,
            String port, long seed, DataType type) {
        GraphBuilder graph = builder(type).addInputs(Graphs.IMAGES);
        int finest = NetworkConfiguration.LEVELS - 1;
        UNet net = new UNet(graph, network, new Seeds(seed), KernelChoice.forType(type));
        String map = net.levelsRowMajor(net.decoder(net.encoder(Graphs.IMAGES)), finest)[finest];
        return port(graph, network, head, views, map, network.levelChannels(finest), port, seed);
    }

    private static ComputationGraphConfiguration port(GraphBuilder graph, NetworkConfiguration network,
            HeadConfiguration head, int views, String input, int channels, String port, long seed) {
        String last = new Heads(graph, network.dimensions(), views, new Seeds(seed)).add(head, input, channels);
        graph.addVertex(port, new PortVertex(), last);
        return graph.setOutputs(port).build();
    }

    static GraphBuilder builder(DataType type) {
        return new NeuralNetConfiguration.Builder().dataType(type).miniBatch(false).updater(new NoOp())
                .trainingWorkspaceMode(WorkspaceMode.ENABLED).inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .graphBuilder();
    }
}
