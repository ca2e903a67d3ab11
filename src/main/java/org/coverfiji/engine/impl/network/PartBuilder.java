package org.coverfiji.engine.impl.network;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.impl.layer.ConcatenateVertex;
import org.coverfiji.engine.impl.layer.KernelVertex;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;

/** What a part of a method's own adds itself to a graph with; names are prefixed by the part's. */
final class PartBuilder {

    private final GraphBuilder graph;
    private final String part;
    private final int dimensions;
    private final Seeds seeds;

    PartBuilder(GraphBuilder graph, String part, int dimensions, Seeds seeds) {
        this.graph = graph;
        this.part = part;
        this.dimensions = dimensions;
        this.seeds = seeds;
    }

    /** 2 or 3. */
    int dimensions() {
        return dimensions;
    }

    /** A name within the part, {@code part.name}. */
    String name(String own) {
        return part + "." + own;
    }

    /**
     * Adds layers one after the other; their parameters are {@code part.name.0.weight} and so on, as in the published
     * programs' sequences.
     */
    Source layers(String own, Source input, LayerConfiguration... layers) {
        HeadConfiguration head = HeadConfiguration.of(name(own), layers);
        String last = new Heads(graph, dimensions, input.views(), seeds).add(head, input.vertex(), input.channels());
        return new Source(last, head.outputs(), input.views());
    }

    /** Adds one layer whose parameters are {@code part.name.weight} and {@code part.name.bias}. */
    Source layer(String own, Source input, LayerConfiguration layer) {
        String last = new Heads(graph, dimensions, input.views(), seeds).add(name(own), layer, input.vertex(),
                input.channels());
        return new Source(last, layer.width(), input.views());
    }

    /** Two maps of as many samples and one size, one after the other along the channels. */
    Source concatenated(String own, Source first, Source second) {
        return vertex(own, new ConcatenateVertex(1), first.channels() + second.channels(), first.views(), first,
                second);
    }

    /**
     * Adds a vertex.
     *
     * @param channels that it gives
     * @param views whose samples it gives
     */
    Source vertex(String own, KernelVertex vertex, int channels, int views, Source... inputs) {
        String[] names = new String[inputs.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = inputs[i].vertex();
        }
        graph.addVertex(name(own), vertex, names);
        return new Source(name(own), channels, views);
    }
}
