package org.coverfiji.engine.impl.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.Tensor;

/** The operators of a task's heads, with their standardisation folded into the weights. */
final class OnnxHead {

    private static final int FINEST = NetworkConfiguration.LEVELS - 1;

    private final OnnxGraph graph;
    private final NetworkConfiguration network;
    private final TaskConfiguration task;
    private final Map<String, Tensor> weights;

    OnnxHead(OnnxGraph graph, NetworkConfiguration network, TaskConfiguration task, Map<String, Tensor> weights) {
        this.graph = graph;
        this.network = network;
        this.task = task;
        this.weights = weights;
    }

    /** Class scores of every pixel: a head per level, summed from coarse to fine. */
    String ofPixels(OnnxUNet net, String[] levels) {
        String sum = null;
        for (int i = 0; i < task.headLevels().length; i++) {
            int level = task.headLevels()[i];
            String own = linear(i, level, levels[level], network.levelChannels(level));
            sum = sum == null ? own : graph.node("Add", "scores." + level, List.of(own,
                    net.upsampled("upsampled." + level, sum)));
        }
        return sum;
    }

    /**
     * Class scores of the image, [N, classes]: a head per pooled map, summed.
     *
     * @param decoder null where no map of the way up is pooled
     */
    String ofImages(String[] encoder, String[] decoder) {
        String sum = null;
        for (int i = 0; i < task.headLevels().length; i++) {
            int place = task.headLevels()[i];
            String map = place <= FINEST ? encoder[place] : decoder[place - FINEST];
            int channels = network.widths()[place];
            boolean both = task.poolsDeviations(i, channels);
            String pooled = both ? moments(place, map) : mean("pool." + place, map);
            String own = linear(i, place, pooled, both ? 2 * channels : channels);
            sum = sum == null ? own : graph.node("Add", "scores." + place, List.of(sum, own));
        }
        return graph.node("Flatten", "scores", List.of(sum), OnnxGraph.integer("axis", 1));
    }

    private String mean(String name, String map) {
        return graph.node("GlobalAveragePool", name, List.of(map));
    }

    private String moments(int place, String map) {
        String name = "pool." + place;
        String mean = mean(name + ".mean", map);
        String centred = graph.node("Sub", name + ".centred", List.of(map, mean));
        String variance = mean(name + ".variance", graph.node("Mul", name + ".squares", List.of(centred, centred)));
        String safe = graph.node("Add", name + ".safe", List.of(variance,
                graph.constant("pooling.epsilon", new float[] {(float) TaskConfiguration.POOLING_EPSILON})));
        return graph.node("Concat", name, List.of(mean, graph.node("Sqrt", name + ".deviation", List.of(safe))),
                OnnxGraph.integer("axis", 1));
    }

    /** W · (x − mean) / deviation + b as a 1×1 convolution. */
    private String linear(int i, int level, String input, int channels) {
        String name = "head." + level;
        float[] weight = OnnxNetwork.required(weights, name + ".weight").data().clone();
        float[] bias = OnnxNetwork.required(weights, name + ".bias").data().clone();
        // Means that followed the features in training are among the weights.
        float[] means = weights.containsKey(name + ".mean") ? weights.get(name + ".mean").data() : task.means(i);
        for (int k = 0; k < bias.length; k++) {
            double shift = 0;
            for (int c = 0; c < channels; c++) {
                int at = k * channels + c;
                weight[at] = task.deviations(i) == null ? weight[at] : weight[at] / task.deviations(i)[c];
                shift += means == null ? 0 : (double) weight[at] * means[c];
            }
            bias[k] -= (float) shift;
        }
        int[] shape = new int[2 + network.dimensions()];
        Arrays.fill(shape, 1);
        shape[0] = bias.length;
        shape[1] = channels;
        return graph.node("Conv", name, List.of(input, graph.constant(name + ".weight", weight, shape),
                graph.constant(name + ".bias", bias, bias.length)),
                OnnxGraph.repeated("kernel_shape", 1, network.dimensions()));
    }
}
