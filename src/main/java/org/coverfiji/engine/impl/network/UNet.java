package org.coverfiji.engine.impl.network;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.impl.layer.ConvolutionBlock;
import org.coverfiji.engine.impl.layer.MaxPoolVertex;
import org.coverfiji.engine.impl.layer.UpsampleConcatenateVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * The backbone (METHOD "Backbone"): a U-Net of five scales. Vertices are named as the published program names its
 * convolutions, {@code backbone.inc.double_conv.0} and so on.
 */
public final class UNet {

    /** Channels that share the statistics of group normalisation. */
    private static final int CHANNELS_PER_GROUP = 8;
    private static final double LEAKY_SLOPE = 0.2;
    private static final int KERNEL = 3;

    private final GraphBuilder graph;
    private final NetworkConfiguration network;
    private final Seeds seeds;

    private UNet(GraphBuilder graph, NetworkConfiguration network, Seeds seeds) {
        this.graph = graph;
        this.network = network;
        this.seeds = seeds;
    }

    /**
     * Adds the backbone to a graph.
     *
     * @param input name of the vertex that gives the images, [N, C, (D,) H, W]
     * @return the names of the vertices that give the maps of levels 0 (bottleneck) to 4 (full resolution)
     */
    static String[] addTo(GraphBuilder graph, String input, NetworkConfiguration network, Seeds seeds) {
        return new UNet(graph, network, seeds).build(input);
    }

    private String[] build(String input) {
        int[] widths = network.widths();
        String[] skips = new String[5];
        skips[0] = block("backbone.inc", input, network.inputChannels(), widths[0]);
        for (int down = 1; down <= 4; down++) {
            String pool = "backbone.down" + down + ".maxpool_conv.0";
            graph.addVertex(pool, new MaxPoolVertex(), skips[down - 1]);
            skips[down] = block("backbone.down" + down + ".maxpool_conv.1", pool, widths[down - 1], widths[down]);
        }
        String[] levels = new String[NetworkConfiguration.LEVELS];
        levels[0] = skips[4];
        for (int up = 1; up <= 4; up++) {
            String concatenation = "backbone.up" + up + ".up";
            graph.addVertex(concatenation, new UpsampleConcatenateVertex(), skips[4 - up], levels[up - 1]);
            levels[up] = block("backbone.up" + up + ".conv", concatenation, widths[4 - up] + widths[3 + up],
                    widths[4 + up]);
        }
        return levels;
    }

    private String block(String name, String input, int inputChannels, int outputChannels) {
        String first = name + ".double_conv.0";
        String second = name + ".double_conv.3";
        graph.addLayer(first, convolution(first, inputChannels, outputChannels), input);
        graph.addLayer(second, convolution(second, outputChannels, outputChannels), first);
        return second;
    }

    private ConvolutionBlock convolution(String name, int inputChannels, int outputChannels) {
        return new ConvolutionBlock(network.dimensions(), inputChannels, outputChannels, KERNEL,
                outputChannels / CHANNELS_PER_GROUP, LEAKY_SLOPE, seeds.of(name));
    }
}
