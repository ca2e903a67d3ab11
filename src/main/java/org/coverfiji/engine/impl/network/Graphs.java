package org.coverfiji.engine.impl.network;

import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.coverfiji.engine.impl.layer.ComposeFieldsVertex;
import org.coverfiji.engine.impl.layer.ConsistencyLoss;
import org.coverfiji.engine.impl.layer.ConvolutionBlock;
import org.coverfiji.engine.impl.layer.FieldUpsampleVertex;
import org.coverfiji.engine.impl.layer.MixtureOfVectorsVertex;
import org.coverfiji.engine.impl.layer.VectorLoss;
import org.coverfiji.engine.impl.layer.WarpMovingVertex;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.coverfiji.engine.impl.optimizer.PyTorchAdam;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** Builds the DL4J configurations of the suite's networks. */
public final class Graphs {

    /** The input of every network: images, or both views of a batch with the moving views first. */
    public static final String IMAGES = "images";
    /** The output layer with L_vec. */
    public static final String VECTOR_LOSS = "loss.vector";
    /** The output layer with L_con. */
    public static final String CONSISTENCY_LOSS = "loss.consistency";

    private Graphs() {
    }

    /** The vertex with a level's projections, [2N, headDim · heads, …]: k of the warped moving views, then q. */
    public static String projection(int level) {
        return "proj." + level;
    }

    /** The vertex with a level's own vectors, in pixels of the level. */
    public static String vectors(int level) {
        return "mov." + level;
    }

    /**
     * The vertex with the field after a level: on the next level's grid for levels 0 to 3, ψ' for level 4, which the
     * coarsest vectors alone do not have: theirs is that of level 3.
     */
    public static String field(int level) {
        return "field." + level;
    }

    /** The backbone alone; its outputs are the five maps, bottleneck first. */
    public static ComputationGraphConfiguration backbone(NetworkConfiguration network, long seed, DataType type) {
        GraphBuilder graph = inference(seed, type);
        UNet net = new UNet(graph, network, new Seeds(seed), KernelChoice.forType(type));
        return graph.setOutputs(net.levelsRowMajor(net.decoder(net.encoder(IMAGES)))).build();
    }

    /** The encoder alone; its outputs are its five maps, full resolution first. */
    static ComputationGraphConfiguration encoder(NetworkConfiguration network, long seed, DataType type) {
        GraphBuilder graph = inference(seed, type);
        UNet net = new UNet(graph, network, new Seeds(seed), KernelChoice.forType(type));
        return graph.setOutputs(net.encoderRowMajor(net.encoder(IMAGES))).build();
    }

    private static GraphBuilder inference(long seed, DataType type) {
        return new NeuralNetConfiguration.Builder().seed(seed).dataType(type).miniBatch(false).updater(new NoOp())
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED).graphBuilder().addInputs(IMAGES);
    }

    /**
     * COVER: backbone on both views, projections, mixture of vectors, their aggregation, both losses. The input holds N
     * moving then N fixed views; the labels of both outputs are ψ, their masks the views' mask. Without vectors L_con
     * is the only output.
     */
    public static ComputationGraphConfiguration cover(NetworkConfiguration network, CoverConfiguration method,
            OptimizerConfiguration optimizer, LearningRate learningRate, long seed, DataType type) {
        Seeds seeds = new Seeds(seed);
        GraphBuilder graph = new NeuralNetConfiguration.Builder().seed(seed).dataType(type).miniBatch(false)
                .updater(new PyTorchAdam(learningRate, optimizer.beta1(), optimizer.beta2(), optimizer.epsilon()))
                .trainingWorkspaceMode(WorkspaceMode.ENABLED).inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .graphBuilder().addInputs(IMAGES);
        UNet net = new UNet(graph, network, seeds, KernelChoice.forType(type));
        int finest = NetworkConfiguration.LEVELS - 1;
        String[] maps = net.decoder(net.encoder(IMAGES));
        for (int level = 0; level < method.vectorLevels(); level++) {
            addLevel(graph, network, method, level, maps[level], net.levelLayout(level), seeds);
        }
        graph.addLayer(CONSISTENCY_LOSS, new ConsistencyLoss(method.consistencyWeight(), net.levelLayout(finest)),
                maps[finest]);
        if (!method.hasVectors()) {
            return graph.setOutputs(CONSISTENCY_LOSS).validateOutputLayerConfig(false).build();
        }
        if (method.aggregation() == CoverConfiguration.Aggregation.COARSEST) {
            for (int level = 1; level < finest; level++) {
                graph.addVertex(field(level), new FieldUpsampleVertex(), field(level - 1));
            }
        }
        graph.addLayer(VECTOR_LOSS, new VectorLoss(method.vectorWeight()), fullField(method));
        return graph.setOutputs(VECTOR_LOSS, CONSISTENCY_LOSS).validateOutputLayerConfig(false).build();
    }

    /** The vertex with ψ'. */
    private static String fullField(CoverConfiguration method) {
        int finest = NetworkConfiguration.LEVELS - 1;
        return field(method.aggregation() == CoverConfiguration.Aggregation.COARSEST ? finest - 1 : finest);
    }

    /**
     * One level of vector pyramid aggregation (METHOD "Vector pyramid aggregation").
     *
     * @param layout channels that lie together in the map
     */
    private static void addLevel(GraphBuilder graph, NetworkConfiguration network, CoverConfiguration method,
            int level, String map, int layout, Seeds seeds) {
        int finest = NetworkConfiguration.LEVELS - 1;
        String source = map;
        if (level > 0) {
            source = "warped." + level;
            graph.addVertex(source, new WarpMovingVertex(layout), map, field(level - 1));
        }
        int heads = method.heads()[level];
        ConvolutionBlock block = new ConvolutionBlock(network.dimensions(), network.levelChannels(level),
                method.headDimension() * heads, 1, 1, 1, seeds.of(projection(level)));
        block.setInputBlock(layout);
        block.setConvolutionName(projection(level) + ".proj");
        block.setNormName(projection(level) + ".norm");
        graph.addLayer(projection(level), block, source);
        graph.addVertex(vectors(level), new MixtureOfVectorsVertex(heads, method.amplitude()), projection(level));
        if (level == 0) {
            graph.addVertex(field(0), new FieldUpsampleVertex(), vectors(0));
        } else if (level < finest) {
            graph.addVertex("step." + level, new FieldUpsampleVertex(), vectors(level));
            graph.addVertex("finer." + level, new FieldUpsampleVertex(), field(level - 1));
            graph.addVertex(field(level), new ComposeFieldsVertex(), "finer." + level, "step." + level);
        } else {
            graph.addVertex(field(level), new ComposeFieldsVertex(), field(level - 1), vectors(level));
        }
    }
}
