package org.coverfiji.engine.impl.network;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.HeadConfiguration.Norm;
import org.coverfiji.engine.impl.layer.BatchNorm;
import org.coverfiji.engine.impl.layer.ConvolutionBlock;
import org.coverfiji.engine.impl.layer.LinearHead;
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
        int[] widths = head.widths();
        String below = input;
        int in = channels;
        // In the published sequences the normalisation and the ReLU count, too.
        int position = 0;
        for (int i = 0; i < widths.length - 1; i++) {
            below = hidden(head, position, below, in, widths[i]);
            in = widths[i];
            position += head.norm() == Norm.NONE ? 2 : 3;
        }
        return linear(name(head, position), below, in, head.outputs(), head.lastBias());
    }

    private static String name(HeadConfiguration head, int position) {
        return head.name() + "." + position;
    }

    private String hidden(HeadConfiguration head, int position, String input, int in, int out) {
        String first = name(head, position);
        String second = name(head, position + 1);
        if (head.norm() == Norm.GROUP) {
            ConvolutionBlock block = new ConvolutionBlock(dimensions, in, out, 1, 1, 0, seeds.of(first));
            block.setNormName(second);
            graph.addLayer(first, block, input);
            return first;
        }
        linear(first, input, in, out, true);
        if (head.norm() == Norm.BATCH) {
            graph.addLayer(second, new BatchNorm(out, views, 0), first);
        } else {
            graph.addVertex(second, new ReluVertex(), first);
        }
        return second;
    }

    private String linear(String name, String input, int in, int out, boolean biased) {
        LinearHead layer = new LinearHead(dimensions, in, out, null, null, seeds.of(name));
        layer.setBiased(biased);
        graph.addLayer(name, layer, input);
        return name;
    }
}
