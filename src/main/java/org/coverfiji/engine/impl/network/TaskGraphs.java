package org.coverfiji.engine.impl.network;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.coverfiji.engine.impl.layer.AddUpsampledVertex;
import org.coverfiji.engine.impl.layer.AddVertex;
import org.coverfiji.engine.impl.layer.GlobalMomentsVertex;
import org.coverfiji.engine.impl.layer.GlobalPoolVertex;
import org.coverfiji.engine.impl.layer.LabelLoss;
import org.coverfiji.engine.impl.layer.LinearHead;
import org.coverfiji.engine.impl.optimizer.LearningRate;
import org.coverfiji.engine.impl.optimizer.PyTorchAdam;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A task network is one graph or two: what stays as it is (nothing, the encoder or the whole backbone) only runs
 * forward, as a graph of its own, and its maps are the inputs of the graph that is trained.
 */
final class TaskGraphs {

    /** The output layer of the trained graph. */
    static final String LOSS = "loss.labels";

    private final NetworkConfiguration network;
    private final TaskConfiguration task;
    private final long seed;
    private final DataType type;

    TaskGraphs(NetworkConfiguration network, TaskConfiguration task, long seed, DataType type) {
        this.network = network;
        this.task = task;
        this.seed = seed;
        this.type = type;
    }

    private boolean classifies() {
        return task.task() == Task.CLASSIFICATION;
    }

    /** The part that stays as it is, or null where all is trained. */
    ComputationGraphConfiguration frozen() {
        if (task.protocol() == Protocol.FULL) {
            return null;
        }
        GraphBuilder graph = builder(new NoOp()).addInputs(Graphs.IMAGES);
        UNet net = net(graph);
        String[] maps = net.encoder(Graphs.IMAGES);
        if (classifies()) {
            maps = pooled(net, maps);
        } else if (task.protocol() == Protocol.LINEAR) {
            maps = net.levelsRowMajor(net.decoder(maps));
        }
        return graph.setOutputs(maps).build();
    }

    /** The part that is trained, head and loss at its end; its inputs are the images or the frozen part's maps. */
    ComputationGraphConfiguration trained(OptimizerConfiguration optimizer, LearningRate learningRate) {
        GraphBuilder graph =
                builder(new PyTorchAdam(learningRate, optimizer.beta1(), optimizer.beta2(), optimizer.epsilon()));
        UNet net = net(graph);
        String[] maps;
        if (task.protocol() == Protocol.FULL) {
            graph.addInputs(Graphs.IMAGES);
            maps = net.encoder(Graphs.IMAGES);
            if (classifies()) {
                maps = pooled(net, maps);
            }
        } else {
            maps = new String[classifies() ? task.headLevels().length : NetworkConfiguration.LEVELS];
            for (int i = 0; i < maps.length; i++) {
                maps[i] = "map." + i;
            }
            graph.addInputs(maps);
        }
        boolean decoder = !classifies() && task.protocol() != Protocol.LINEAR;
        if (decoder) {
            maps = net.decoder(maps);
        }
        // The frozen part gives its maps row-major.
        String scores = classifies() ? addPooledHeads(graph, maps)
                : addPixelHeads(graph, maps, level -> decoder ? net.levelLayout(level) : 1);
        // Dice measures overlap of regions, which single labels have not.
        graph.addLayer(LOSS, new LabelLoss(task.classWeights(), classifies() ? 0 : 1), scores);
        return graph.setOutputs(LOSS).validateOutputLayerConfig(false).allowDisconnected(true).build();
    }

    /** The maps that a classification pools, in its order; the way up is added only where it is asked for. */
    private String[] pooled(UNet net, String[] encoder) {
        int[] levels = task.headLevels();
        int last = NetworkConfiguration.LEVELS - 1;
        boolean up = levels[levels.length - 1] > last;
        int[] down = Arrays.stream(levels).filter(level -> level <= last).toArray();
        int[] above = Arrays.stream(levels).filter(level -> level > last).map(level -> level - last).toArray();
        String[] decoder = up ? net.levelsRowMajor(net.decoder(encoder), above) : null;
        String[] rowMajor = down.length == 0 ? encoder : net.encoderRowMajor(encoder, down);
        return Arrays.stream(levels).mapToObj(level -> level <= last ? rowMajor[level] : decoder[level - last])
                .toArray(String[]::new);
    }

    private UNet net(GraphBuilder graph) {
        return new UNet(graph, network, new Seeds(seed), KernelChoice.forType(type));
    }

    private GraphBuilder builder(IUpdater updater) {
        return new NeuralNetConfiguration.Builder().seed(seed).dataType(type).miniBatch(false).updater(updater)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED).inferenceWorkspaceMode(WorkspaceMode.ENABLED)
                .graphBuilder();
    }

    /**
     * A 1×1 convolution per level, summed from coarse to fine with up-sampling between: as the head is linear, this
     * is the head on all levels, up-sampled and concatenated, without ever making that map.
     *
     * @param layouts of the levels' maps: channels that lie together
     */
    private String addPixelHeads(GraphBuilder graph, String[] maps, IntUnaryOperator layouts) {
        int[] levels = task.headLevels();
        String sum = null;
        for (int i = 0; i < levels.length; i++) {
            int level = levels[i];
            LinearHead head = head("head." + level, network.levelChannels(level), i);
            head.setInputBlock(layouts.applyAsInt(level));
            graph.addLayer("head." + level, head, maps[level]);
            if (sum == null) {
                sum = "head." + level;
            } else {
                graph.addVertex("scores." + level, new AddUpsampledVertex(), "head." + level, sum);
                sum = "scores." + level;
            }
        }
        return sum;
    }

    /** @param maps one per head level */
    private String addPooledHeads(GraphBuilder graph, String[] maps) {
        int[] levels = task.headLevels();
        String sum = null;
        for (int i = 0; i < levels.length; i++) {
            int level = levels[i];
            int channels = network.widths()[level];
            boolean both = task.poolsDeviations(i, channels);
            graph.addVertex("pool." + level, both ? new GlobalMomentsVertex() : new GlobalPoolVertex(), maps[i]);
            graph.addLayer("head." + level, head("head." + level, both ? 2 * channels : channels, i), "pool." + level);
            if (sum == null) {
                sum = "head." + level;
            } else {
                graph.addVertex("scores." + level, new AddVertex(), sum, "head." + level);
                sum = "scores." + level;
            }
        }
        return sum;
    }

    private LinearHead head(String name, int channels, int i) {
        LinearHead head = new LinearHead(network.dimensions(), channels, task.classes(), task.means(i),
                task.deviations(i), new Seeds(seed).of(name));
        head.setZero(classifies());
        head.setFollowing(classifies() && task.protocol() == Protocol.FULL && task.means(i) != null);
        return head;
    }
}
