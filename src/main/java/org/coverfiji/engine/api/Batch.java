package org.coverfiji.engine.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one step of pretraining is given: tensors by the names under which the method reads them, such as views, fields,
 * masks or boxes, and which images they came from. Immutable, but the tensors' data are shared.
 */
public final class Batch {

    private final Map<String, Tensor> tensors;
    private final int samples;
    private final int[] images;

    /**
     * @param tensors each with the samples along its first axis
     * @param images the number of each sample's image in its source; as many as there are samples
     */
    public Batch(Map<String, Tensor> tensors, int... images) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        this.samples = images.length;
        this.images = images.clone();
        tensors.forEach((name, tensor) -> {
            if (tensor.size(0) != samples) {
                throw new IllegalArgumentException(name + " is " + tensor + " in a batch of " + samples);
            }
        });
    }

    /** @throws IllegalArgumentException if there is none of that name */
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no \"" + name + "\" in a batch of " + tensors.keySet());
        }
        return tensor;
    }

    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /**
     * The samples from one number to another, that one not included, as a batch of its own.
     *
     * @throws IllegalArgumentException if there are not so many, or none are left
     */
    public Batch part(int from, int to) {
        if (from < 0 || from >= to || to > samples) {
            throw new IllegalArgumentException("samples " + from + " to " + to + " of " + samples);
        }
        Map<String, Tensor> parts = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
            int length = tensor.data().length / samples;
            int[] shape = tensor.shape();
            shape[0] = to - from;
            parts.put(name, new Tensor(Arrays.copyOfRange(tensor.data(), from * length, to * length), shape));
        });
        return new Batch(parts, Arrays.copyOfRange(images, from, to));
    }

    /** How many samples there are: images, of which each may be shown in several views. */
    public int samples() {
        return samples;
    }

    /** The numbers of the samples' images. */
    public int[] images() {
        return images.clone();
    }
}
