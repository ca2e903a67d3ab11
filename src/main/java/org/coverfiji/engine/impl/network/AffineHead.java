package org.coverfiji.engine.impl.network;

import java.util.List;

import org.coverfiji.engine.api.AffineMatrix;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.impl.layer.GlobalPoolVertex;

/**
 * GVSL's affine head: the numbers of an affine map, [N, 7 or 15, 1, 1(, 1)], from the bottlenecks of the images that it
 * is to move and of those onto which: both beside each other → twice [3×3(×3) convolution → group normalisation, 8
 * channels a group → leaky ReLU] → mean → linear. The published program has four linear layers, for angles, scales,
 * translations and shears; this one gives them in that order.
 */
final class AffineHead implements GraphPart {

    private static final int CHANNELS_PER_GROUP = 8;

    private final int width;

    /** @param width of the convolutions, a multiple of 8; 256 in the published program */
    AffineHead(int width) {
        this.width = width;
    }

    @Override
    public Source add(PartBuilder graph, List<Source> inputs) {
        LayerConfiguration layer = LayerConfiguration.convolution(width, 3).group(width / CHANNELS_PER_GROUP).leaky();
        Source both = graph.concatenated("both", inputs.get(0), inputs.get(1));
        Source convolved = graph.layers("f_conv.double_conv", both, layer, layer);
        Source pooled = graph.vertex("gap", new GlobalPoolVertex(), width, both.views(), convolved);
        return graph.layer("fc", pooled, LayerConfiguration.linear(new AffineMatrix(graph.dimensions()).numbers()));
    }
}
