package org.coverfiji.engine.impl.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.Tensor;

/** Writes a network with its weights as ONNX, see {@link org.coverfiji.engine.api.Engine#onnx}. */
public final class OnnxNetwork {

    private static final String INPUT = "input";
    private static final String PROBABILITIES = "probabilities";
    private static final String BATCH = "batch";
    private static final String[] AXES = {"z", "y", "x"};
    private static final int FINEST = NetworkConfiguration.LEVELS - 1;

    /** A file in this format is one message, of at most 2 GB; nodes take little of it. */
    private static final long MOST_VALUES = (Integer.MAX_VALUE - (1L << 24)) / Float.BYTES;

    private final NetworkConfiguration network;
    private final Map<String, Tensor> weights;
    private final OnnxGraph graph;
    private final OnnxUNet net;

    private OnnxNetwork(NetworkConfiguration network, Map<String, Tensor> weights, String name) {
        this.network = network;
        this.weights = weights;
        graph = new OnnxGraph(name);
        net = new OnnxUNet(graph, network, weights);
        graph.input(INPUT, shape(network.inputChannels(), 1));
    }

    /**
     * @param task null for the backbone alone
     * @throws CoverException if the network is too large for one file
     */
    public static byte[] bytes(NetworkConfiguration network, TaskConfiguration task, double temperature,
            Map<String, Tensor> weights) {
        long values = weights.values().stream().mapToLong(tensor -> tensor.data().length).sum();
        if (values > MOST_VALUES) {
            throw new CoverException("The network has " + values + " weights, more than an ONNX file can hold; export"
                    + " it as safetensors.");
        }
        if (task == null) {
            return new OnnxNetwork(network, weights, "backbone").backbone();
        }
        return task.task() == Task.SEGMENTATION
                ? new OnnxNetwork(network, weights, "segmentation").segmentation(task, temperature)
                : new OnnxNetwork(network, weights, "classification").classification(task, temperature);
    }

    static Tensor required(Map<String, Tensor> weights, String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new CoverException("The weights hold no " + name + ", which the network needs; train the model"
                    + " again.");
        }
        return tensor;
    }

    private byte[] backbone() {
        String[] levels = net.decoder(net.encoder(INPUT), FINEST);
        for (int level = 0; level < levels.length; level++) {
            graph.node("Identity", "level" + level, List.of(levels[level]));
            graph.output("level" + level, shape(network.levelChannels(level), NetworkConfiguration.levelStride(level)));
        }
        return graph.bytes();
    }

    private byte[] segmentation(TaskConfiguration task, double temperature) {
        String[] levels = net.decoder(net.encoder(INPUT), FINEST);
        probabilities(new OnnxHead(graph, network, task, weights).ofPixels(net, levels), temperature);
        graph.output(PROBABILITIES, shape(task.classes(), 1));
        return graph.bytes();
    }

    private byte[] classification(TaskConfiguration task, double temperature) {
        String[] encoder = net.encoder(INPUT);
        int last = Arrays.stream(task.headLevels()).max().orElse(0);
        String[] decoder = last > FINEST ? net.decoder(encoder, last - FINEST) : null;
        probabilities(new OnnxHead(graph, network, task, weights).ofImages(encoder, decoder), temperature);
        graph.output(PROBABILITIES, BATCH, task.classes());
        return graph.bytes();
    }

    private void probabilities(String scores, double temperature) {
        String divided = temperature == 1 ? scores : graph.node("Div", "scores.calibrated", List.of(scores,
                graph.constant("temperature", new float[] {(float) temperature})));
        graph.node("Softmax", PROBABILITIES, List.of(divided), OnnxGraph.integer("axis", 1));
    }

    /** @param stride pixels of the input that one of the map spans, per axis */
    private Object[] shape(int channels, int stride) {
        Object[] shape = new Object[2 + network.dimensions()];
        shape[0] = BATCH;
        shape[1] = channels;
        for (int axis = 0; axis < network.dimensions(); axis++) {
            String side = AXES[AXES.length - network.dimensions() + axis];
            shape[2 + axis] = stride == 1 ? side : side + "_" + stride;
        }
        return shape;
    }
}
