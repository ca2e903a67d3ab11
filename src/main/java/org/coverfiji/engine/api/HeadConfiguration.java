package org.coverfiji.engine.api;

import java.util.ArrayList;
import java.util.List;

import org.coverfiji.CoverException;

/**
 * A head: layers one after the other, on pooled features or on a map. Its parameters are named as those of the
 * published programs' sequences, {@code name.0.weight} and so on, where normalisations and rectifiers count, too.
 * Immutable.
 */
public final class HeadConfiguration {

    private final String name;
    private final List<LayerConfiguration> layers;

    private HeadConfiguration(String name, List<LayerConfiguration> layers) {
        if (layers.isEmpty()) {
            throw new CoverException("The head \"" + name + "\" has no layers; it needs at least one.");
        }
        this.name = name;
        this.layers = List.copyOf(layers);
    }

    /**
     * The usual head of contrastive methods: linear layers, with normalisation and ReLU between them but not after the
     * last.
     *
     * @param name first part of its parameters' names
     * @param widths channels after each linear layer, such as 256, 128
     * @param lastBias whether the last layer has a bias; vector heads have none, map heads have
     */
    public HeadConfiguration(String name, int[] widths, LayerConfiguration.Norm norm, boolean lastBias) {
        this(name, linear(name, widths, norm, lastBias));
    }

    private static List<LayerConfiguration> linear(String name, int[] widths, LayerConfiguration.Norm norm,
            boolean lastBias) {
        if (widths.length == 0) {
            throw new CoverException(
                    "The head \"" + name + "\" has no widths; it needs at least one, such as 256,128.");
        }
        List<LayerConfiguration> layers = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] < 1) {
                throw new CoverException(
                        "The head \"" + name + "\" has the width " + widths[i] + "; it must be at least 1.");
            }
            LayerConfiguration layer = LayerConfiguration.linear(widths[i]);
            layers.add(i < widths.length - 1 ? layer.norm(norm).relu() : lastBias ? layer : layer.withoutBias());
        }
        return layers;
    }

    /** @param name first part of its parameters' names */
    public static HeadConfiguration of(String name, LayerConfiguration... layers) {
        return new HeadConfiguration(name, List.of(layers));
    }

    /**
     * Restores an image from the map of full resolution: 3×3 convolution to 16 channels, 4 groups, leaky ReLU, 1×1
     * convolution .
     *
     * @param channels of the image
     */
    public static HeadConfiguration restoration(String name, int channels) {
        return of(name, LayerConfiguration.convolution(16, 3).group(4).leaky(), LayerConfiguration.linear(channels));
    }

    public String name() {
        return name;
    }

    public List<LayerConfiguration> layers() {
        return layers;
    }

    /** Channels that come out. */
    public int outputs() {
        return layers.get(layers.size() - 1).width();
    }

    /** Weights, biases, scales and shifts. @param inputs channels that come in */
    public long parameters(int inputs, int dimensions) {
        long sum = 0;
        int in = inputs;
        for (LayerConfiguration layer : layers) {
            sum += (long) in * layer.width() * Math.round(Math.pow(layer.kernel(), dimensions))
                    + (layer.biased() ? layer.width() : 0)
                    + (layer.norm() != LayerConfiguration.Norm.NONE && layer.scaled() ? 2L * layer.width() : 0);
            in = layer.width();
        }
        return sum;
    }

    /** Values of all layers' outputs at one position. */
    public long widths() {
        return layers.stream().mapToLong(LayerConfiguration::width).sum();
    }
}
