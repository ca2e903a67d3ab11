package org.coverfiji.engine.impl.network;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.impl.layer.BatchNorm;
import org.coverfiji.engine.impl.layer.ConvolutionBlock;
import org.coverfiji.engine.impl.layer.PlainConvolution;
import org.coverfiji.engine.impl.layer.ReluVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** Adds heads to a graph. Vectors are maps of one position, [N, C, 1, 1(, 1)], so one kind serves both. */
final class Heads {

    private final GraphBuilder graph;
    private final int dimensions;
    private final int views;
    private final Seeds seeds;

    /** @param views of equal size that a batch consists of, each with its own statistics in batch normalisation */
    Heads(GraphBuilder graph, int dimensions, int views, Seeds seeds) {
        this.graph = graph;
        this.dimensions = dimensions;
        this.views = views;
        this.seeds = seeds;
    }

    /**
     * @param input the vertex that it reads, row-major
     * @param channels of that
     * @return its last vertex
     */
    String add(HeadConfiguration head, String input, int channels) {
        String below = input;
        int in = channels;
        // In the published sequences the normalisation and the rectifier count, too.
        int position = 0;
        for (LayerConfiguration layer : head.layers()) {
            below = add(layer, head.name() + "." + position, head.name() + "." + (position + 1), below, in);
            in = layer.width();
            position += layer.places();
        }
        return below;
    }

    /** Adds one layer whose parameters have the name itself: {@code name.weight} and {@code name.bias}. */
    String add(String name, LayerConfiguration layer, String input, int channels) {
        return add(layer, name, name + ".norm", input, channels);
    }

    /** @param second the name of what follows the convolution */
    private String add(LayerConfiguration layer, String first, String second, String input, int in) {
        if (layer.norm() == Norm.GROUP) {
            return block(layer, first, second, input, in);
        }
        PlainConvolution convolution = new PlainConvolution(dimensions, in, layer.width(), layer.kernel(),
                seeds.of(first));
        convolution.setBiased(layer.biased());
        convolution.setPadded(layer.padded());
        convolution.setDeviation(Double.isNaN(layer.deviation()) ? 0 : layer.deviation());
        graph.addLayer(first, convolution, input);
        if (layer.norm() == Norm.BATCH) {
            BatchNorm norm = new BatchNorm(layer.width(), views, layer.slope());
            norm.setScaled(layer.scaled());
            graph.addLayer(second, norm, first);
            return second;
        }
        if (layer.rectified()) {
            graph.addVertex(second, new ReluVertex(layer.slope()), first);
            return second;
        }
        return first;
    }

    /** The U-Net's own layer, which has a bias, a padded convolution and He-normal first weights. */
    private String block(LayerConfiguration layer, String first, String second, String input, int in) {
        if (!layer.biased() || !layer.padded() || !Double.isNaN(layer.deviation())) {
            throw new CoverException("The layer \"" + first + "\" has group normalisation; its convolution must have a"
                    + " bias, padding and the usual first weights.");
        }
        ConvolutionBlock block = new ConvolutionBlock(dimensions, in, layer.width(), layer.kernel(), layer.groups(),
                layer.slope(), seeds.of(first));
        block.setNormName(second);
        graph.addLayer(first, block, input);
        return first;
    }
}
