package org.coverfiji.train.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * What a sampler's batches depend on beside seed and iteration, such as which cluster each image belongs to: named
 * arrays, which a checkpoint keeps. Immutable, but the tensors' data are shared.
 */
public final class SamplingState {

    /** Of samplers that need none, and of all others before the first epoch. */
    public static final SamplingState EMPTY = new SamplingState(Collections.emptyMap());

    private static final String PREFIX = "sampling/";

    private final Map<String, Tensor> arrays;

    private SamplingState(Map<String, Tensor> arrays) {
        this.arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /** This state and an array more, or in the place of one of that name. */
    public SamplingState with(String name, Tensor array) {
        Map<String, Tensor> more = new LinkedHashMap<>(arrays);
        more.put(name, array);
        return new SamplingState(more);
    }

    public boolean has(String name) {
        return arrays.containsKey(name);
    }

    /** @throws CoverException if there is none of that name */
    public Tensor get(String name) {
        Tensor array = arrays.get(name);
        if (array == null) {
            throw new CoverException("The saved state of the sampling lacks \"" + name
                    + "\"; training cannot go on from it.");
        }
        return array;
    }

    /** As a checkpoint keeps it: {@code sampling/name}. */
    public Map<String, Tensor> toCheckpoint() {
        Map<String, Tensor> named = new LinkedHashMap<>();
        arrays.forEach((name, array) -> named.put(PREFIX + name, array));
        return named;
    }

    /** Of a checkpoint's arrays those of the sampling. */
    public static SamplingState ofCheckpoint(Map<String, Tensor> state) {
        Map<String, Tensor> own = new LinkedHashMap<>();
        state.forEach((name, array) -> {
            if (name.startsWith(PREFIX)) {
                own.put(name.substring(PREFIX.length()), array);
            }
        });
        return new SamplingState(own);
    }
}
