package org.coverfiji.engine.impl.network;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.layer.ConvolutionBlock;
import org.coverfiji.engine.impl.layer.MaxPoolVertex;
import org.coverfiji.engine.impl.layer.RowMajorVertex;
import org.coverfiji.engine.impl.layer.UpsampleConcatenateVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/**
 * The backbone (METHOD "Backbone"): a U-Net of five scales. Vertices are named as the published program names its
 * convolutions, {@code backbone.inc.double_conv.0} and so on.
 *
 * <p>Its maps stay in the layout that the convolutions work with, see
 * {@link org.coverfiji.engine.impl.kernel.Grid}; {@link #levelsRowMajor} gives them to the rest of a graph.
 */
final class UNet {

    /** Channels that share the statistics of group normalisation. */
    private static final int CHANNELS_PER_GROUP = 8;
    private static final double LEAKY_SLOPE = 0.2;
    private static final int KERNEL = 3;

    private final GraphBuilder graph;
    private final NetworkConfiguration network;
    private final Seeds seeds;
    private final Kernels kernels;
    private final Map<String, String> rowMajor = new HashMap<>();

    /** @param kernels that the graph will run on: they choose the maps' layout */
    UNet(GraphBuilder graph, NetworkConfiguration network, Seeds seeds, Kernels kernels) {
        this.graph = graph;
        this.network = network;
        this.seeds = seeds;
        this.kernels = kernels;
    }

    /**
     * Adds the encoder to the graph.
     *
     * @param input name of the vertex that gives the images, [N, C, (D,) H, W]; must be an input of the graph
     * @return the vertices of its five maps, full resolution first, bottleneck last
     */
    String[] encoder(String input) {
        int[] widths = network.widths();
        String[] maps = new String[NetworkConfiguration.LEVELS];
        maps[0] = images(input, widths[0]);
        for (int down = 1; down < maps.length; down++) {
            String pool = "backbone.down" + down + ".maxpool_conv.0";
            int channels = widths[down - 1];
            graph.addVertex(pool, new MaxPoolVertex(layout(channels)), maps[down - 1]);
            maps[down] = block("backbone.down" + down + ".maxpool_conv.1", pool, channels, layout(channels),
                    widths[down]);
        }
        return maps;
    }

    private String images(String input, int channels) {
        String first = "backbone.inc.double_conv.0";
        ConvolutionBlock convolution = convolution(first, "backbone.inc.double_conv.1", network.inputChannels(), 1,
                channels);
        convolution.setFirstLayer(true);
        graph.addLayer(first, convolution, input);
        return second("backbone.inc", first, channels);
    }

    /**
     * Adds the decoder to the graph.
     *
     * @param encoder the vertices of the encoder's maps, full resolution first
     * @return the vertices of the maps of levels 0 (bottleneck) to 4 (full resolution)
     */
    String[] decoder(String[] encoder) {
        return decoder(encoder, NetworkConfiguration.LEVELS - 1);
    }

    /**
     * Adds the decoder as far as a level: 0 for nothing.
     *
     * @return the vertices of the maps of levels 0 to that
     */
    String[] decoder(String[] encoder, int finest) {
        int[] widths = network.widths();
        String[] levels = new String[finest + 1];
        levels[0] = encoder[4];
        for (int up = 1; up < levels.length; up++) {
            int skipped = widths[4 - up];
            int below = widths[3 + up];
            // One layout for both parts of the concatenation.
            int layout = Math.min(layout(skipped), layout(below));
            String name = "backbone.up" + up + ".up";
            graph.addVertex(name, new UpsampleConcatenateVertex(layout), inLayout(layout, encoder[4 - up], skipped),
                    inLayout(layout, levels[up - 1], below));
            levels[up] = block("backbone.up" + up + ".conv", name, skipped + below, layout, widths[4 + up]);
        }
        return levels;
    }

    private String inLayout(int layout, String map, int channels) {
        return layout == layout(channels) ? map : rowMajor(map, channels);
    }

    /** The decoder's maps row-major: all, or if some are wanted only those, see {@link #rowMajor}. */
    String[] levelsRowMajor(String[] levels, int... wanted) {
        return rowMajor(levels, network::levelChannels, wanted);
    }

    /** The encoder's maps row-major: all, or if some are wanted only those, see {@link #rowMajor}. */
    String[] encoderRowMajor(String[] maps, int... wanted) {
        return rowMajor(maps, i -> network.widths()[i], wanted);
    }

    /**
     * Leaves maps that are not wanted as they are: in a graph that is trained, DL4J's backward pass fails on a vertex
     * that nothing reads.
     *
     * @param wanted their indices; none for all
     */
    private String[] rowMajor(String[] maps, IntUnaryOperator channels, int... wanted) {
        String[] result = maps.clone();
        for (int i : wanted.length == 0 ? IntStream.range(0, maps.length).toArray() : wanted) {
            result[i] = rowMajor(maps[i], channels.applyAsInt(i));
        }
        return result;
    }

    private String rowMajor(String map, int channels) {
        int layout = layout(channels);
        return layout == 1 ? map : rowMajor.computeIfAbsent(map, blocked -> {
            String name = blocked + ".row_major";
            graph.addVertex(name, new RowMajorVertex(layout), blocked);
            return name;
        });
    }

    /** Channels that lie together in the decoder's map of a level. */
    int levelLayout(int level) {
        return layout(network.levelChannels(level));
    }

    /** Channels that lie together in a map of so many. */
    private int layout(int channels) {
        return kernels.channelBlock(channels);
    }

    private String block(String name, String input, int inputChannels, int inputLayout, int outputChannels) {
        String first = name + ".double_conv.0";
        graph.addLayer(first, convolution(first, name + ".double_conv.1", inputChannels, inputLayout, outputChannels),
                input);
        return second(name, first, outputChannels);
    }

    private String second(String name, String first, int channels) {
        String second = name + ".double_conv.3";
        graph.addLayer(second, convolution(second, name + ".double_conv.4", channels, layout(channels), channels),
                first);
        return second;
    }

    /** @param norm the normalisation's name: in the published program's sequences it follows its convolution */
    private ConvolutionBlock convolution(String name, String norm, int inputChannels, int inputLayout,
            int outputChannels) {
        ConvolutionBlock convolution = new ConvolutionBlock(network.dimensions(), inputChannels, outputChannels, KERNEL,
                outputChannels / CHANNELS_PER_GROUP, LEAKY_SLOPE, seeds.of(name));
        convolution.setNormName(norm);
        convolution.setInputBlock(inputLayout);
        convolution.setOutputBlock(layout(outputChannels));
        return convolution;
    }
}
