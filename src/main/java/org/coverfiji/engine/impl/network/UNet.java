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
     * Adds the encoder to a graph.
     *
     * @param input name of the vertex that gives the images, [N, C, (D,) H, W]
     * @return the vertices of its five maps, full resolution first, bottleneck last
     */
    static String[] addEncoder(GraphBuilder graph, String input, NetworkConfiguration network, Seeds seeds) {
        return new UNet(graph, network, seeds).encoder(input);
    }

    /**
     * Adds the decoder to a graph.
     *
     * @param encoder the vertices of the encoder's maps, full resolution first
     * @return the vertices of the maps of levels 0 (bottleneck) to 4 (full resolution)
     */
    static String[] addDecoder(GraphBuilder graph, String[] encoder, NetworkConfiguration network, Seeds seeds) {
        return new UNet(graph, network, seeds).decoder(encoder);
    }

    /** Both; see {@link #addEncoder} and {@link #addDecoder}. */
    static String[] addTo(GraphBuilder graph, String input, NetworkConfiguration network, Seeds seeds) {
        return addDecoder(graph, addEncoder(graph, input, network, seeds), network, seeds);
    }

    private String[] encoder(String input) {
        int[] widths = network.widths();
        String[] maps = new String[NetworkConfiguration.LEVELS];
        maps[0] = block("backbone.inc", input, network.inputChannels(), widths[0]);
        for (int down = 1; down < maps.length; down++) {
            String pool = "backbone.down" + down + ".maxpool_conv.0";
            graph.addVertex(pool, new MaxPoolVertex(), maps[down - 1]);
            maps[down] = block("backbone.down" + down + ".maxpool_conv.1", pool, widths[down - 1], widths[down]);
        }
        return maps;
    }

    private String[] decoder(String[] encoder) {
        int[] widths = network.widths();
        String[] levels = new String[NetworkConfiguration.LEVELS];
        levels[0] = encoder[4];
        for (int up = 1; up < levels.length; up++) {
            String concatenation = "backbone.up" + up + ".up";
            graph.addVertex(concatenation, new UpsampleConcatenateVertex(), encoder[4 - up], levels[up - 1]);
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
