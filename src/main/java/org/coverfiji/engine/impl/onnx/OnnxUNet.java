package org.coverfiji.engine.impl.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;

/** The backbone's operators; values are named as the published program names its convolutions. */
final class OnnxUNet {

    private static final int CHANNELS_PER_GROUP = 8;
    private static final float EPSILON = 1e-5f;
    private static final float LEAKY_SLOPE = 0.2f;

    private final OnnxGraph graph;
    private final NetworkConfiguration network;
    private final Map<String, Tensor> weights;

    OnnxUNet(OnnxGraph graph, NetworkConfiguration network, Map<String, Tensor> weights) {
        this.graph = graph;
        this.network = network;
        this.weights = weights;
    }

    /** The five maps of the way down, full resolution first. */
    String[] encoder(String input) {
        String[] maps = new String[NetworkConfiguration.LEVELS];
        maps[0] = block("backbone.inc", input, network.widths()[0]);
        for (int down = 1; down < maps.length; down++) {
            String pooled = graph.node("MaxPool", "backbone.down" + down + ".maxpool_conv.0", List.of(maps[down - 1]),
                    OnnxGraph.repeated("kernel_shape", 2, network.dimensions()),
                    OnnxGraph.repeated("strides", 2, network.dimensions()));
            maps[down] = block("backbone.down" + down + ".maxpool_conv.1", pooled, network.widths()[down]);
        }
        return maps;
    }

    /** The maps of levels 0 (bottleneck) to a level. */
    String[] decoder(String[] encoder, int finest) {
        String[] levels = new String[finest + 1];
        levels[0] = encoder[NetworkConfiguration.LEVELS - 1];
        for (int up = 1; up < levels.length; up++) {
            String name = "backbone.up" + up;
            String upsampled = upsampled(name + ".up", levels[up - 1]);
            String joined = graph.node("Concat", name + ".joined", List.of(encoder[4 - up], upsampled),
                    OnnxGraph.integer("axis", 1));
            levels[up] = block(name + ".conv", joined, network.levelChannels(up));
        }
        return levels;
    }

    /** Linear, ×2, half-pixel centres. */
    String upsampled(String name, String map) {
        float[] scales = new float[2 + network.dimensions()];
        Arrays.fill(scales, 2);
        Arrays.fill(scales, 0, 2, 1);
        return graph.node("Resize", name, List.of(map, "", graph.constant("scales", scales, scales.length)),
                OnnxGraph.text("mode", "linear"),
                OnnxGraph.text("coordinate_transformation_mode", "half_pixel"));
    }

    private String block(String name, String input, int channels) {
        String first = layer(name + ".double_conv.", 0, input, channels);
        return layer(name + ".double_conv.", 3, first, channels);
    }

    /** @param place of the convolution in the published program's sequence; the normalisation follows it */
    private String layer(String block, int place, String input, int channels) {
        String convolution = block + place;
        graph.node("Conv", convolution, List.of(input, weight(convolution + ".weight"), weight(convolution + ".bias")),
                OnnxGraph.repeated("kernel_shape", 3, network.dimensions()),
                OnnxGraph.repeated("pads", 1, 2 * network.dimensions()));
        String norm = block + (place + 1);
        String scaled = graph.node("Mul", norm + ".scaled", List.of(normalized(norm, convolution, channels),
                perChannel(norm + ".weight")));
        String shifted = graph.node("Add", norm, List.of(scaled, perChannel(norm + ".bias")));
        return graph.node("LeakyRelu", block + (place + 2), List.of(shifted),
                OnnxGraph.number("alpha", LEAKY_SLOPE));
    }

    /** Group normalisation: that of instances, with a group's channels laid into one. */
    private String normalized(String norm, String map, int channels) {
        int groups = channels / CHANNELS_PER_GROUP;
        // 0: the batch as it is; -1: whatever remains.
        String laid = graph.node("Reshape", norm + ".groups", List.of(map, graph.integers("groups." + groups, 0, groups,
                -1)));
        float[] ones = new float[groups];
        Arrays.fill(ones, 1);
        String normalized = graph.node("InstanceNormalization", norm + ".normalized", List.of(laid,
                graph.constant("ones." + groups, ones, groups),
                graph.constant("zeros." + groups, new float[groups], groups)), OnnxGraph.number("epsilon", EPSILON));
        return graph.node("Reshape", norm + ".back", List.of(normalized, graph.node("Shape", norm + ".shape",
                List.of(map))));
    }

    private String weight(String name) {
        return graph.constant(name, OnnxNetwork.required(weights, name));
    }

    private String perChannel(String name) {
        float[] values = OnnxNetwork.required(weights, name).data();
        int[] shape = new int[2 + network.dimensions()];
        Arrays.fill(shape, 1);
        shape[1] = values.length;
        return graph.constant(name, values, shape);
    }
}
