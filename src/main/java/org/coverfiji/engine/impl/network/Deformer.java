package org.coverfiji.engine.impl.network;

import java.util.List;

import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.impl.layer.MaxPoolVertex;
import org.coverfiji.engine.impl.layer.PartnerConcatenateVertex;
import org.coverfiji.engine.impl.layer.UpsampleConcatenateVertex;

/**
 * GEMINI's deformer: fields that bring each image onto its partner, [2N, 2 or 3, (D,) H, W], from the features of both
 * views, first ones first. A U-Net of two steps with one [3×3(×3) convolution → group normalisation, 8 channels a group
 * → leaky ReLU] a stage, then a convolution to the field. Up-sampling keeps corner pixels in place in 3D and has
 * half-pixel centres in 2D, as the published programs have it. They concatenate the up-sampled map before the skip
 * connection, here it comes after it, which only gives the weights another order.
 */
final class Deformer implements GraphPart {

    private static final int CHANNELS_PER_GROUP = 8;

    private final int fine;
    private final int coarse;

    /** @param width of the finest stage, a multiple of 8, of which the others are twice; 32 in the published program */
    Deformer(int width) {
        fine = width;
        coarse = 2 * width;
    }

    @Override
    public Source add(PartBuilder graph, List<Source> inputs) {
        Source features = inputs.get(0);
        Source both = graph.vertex("both", new PartnerConcatenateVertex(), 2 * features.channels(), features.views(),
                features);
        Source first = stage(graph, 1, both, fine);
        Source second = stage(graph, 2, pooled(graph, "pool1", first), coarse);
        Source third = stage(graph, 3, pooled(graph, "pool2", second), coarse);
        Source fourth = stage(graph, 4, upsampled(graph, "up1", second, third), coarse);
        Source fifth = stage(graph, 5, upsampled(graph, "up2", first, fourth), fine);
        return graph.layer("1", fifth, LayerConfiguration.convolution(graph.dimensions(), 3));
    }

    private static Source stage(PartBuilder graph, int number, Source input, int width) {
        return graph.layers("0.Conv" + number + ".one_conv", input,
                LayerConfiguration.convolution(width, 3).group(width / CHANNELS_PER_GROUP).leaky());
    }

    private static Source pooled(PartBuilder graph, String name, Source input) {
        return graph.vertex(name, new MaxPoolVertex(1), input.channels(), input.views(), input);
    }

    private static Source upsampled(PartBuilder graph, String name, Source skip, Source below) {
        return graph.vertex(name, new UpsampleConcatenateVertex(1, graph.dimensions() == 3),
                skip.channels() + below.channels(), skip.views(), skip, below);
    }
}
