package org.coverfiji.engine.impl.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.coverfiji.engine.api.Tensor;

/** What a core is given, all of it by name. */
public final class CoreInput {

    private final Map<String, Tensor> online;
    private final Map<String, Tensor> target;
    private final Map<String, Tensor> extras;

    /** Online embeddings alone. */
    public CoreInput(Map<String, Tensor> online) {
        this(online, Collections.emptyMap(), Collections.emptyMap());
    }

    /**
     * @param online embeddings of the network in training: the core gives a gradient at each
     * @param target embeddings of a teacher: no gradient
     * @param extras what else the losses need: the batch's masks, boxes or labels, and memories such as a queue
     */
    public CoreInput(Map<String, Tensor> online, Map<String, Tensor> target, Map<String, Tensor> extras) {
        this.online = online;
        this.target = target;
        this.extras = extras;
    }

    /**
     * The same for a whole batch of which this is a rank's part.
     *
     * @param gather from the rows of this part to those of the whole, called in the same order in all ranks
     * @param batch names of the extras that are the batch's; the others are the same in all ranks
     */
    public CoreInput gathered(UnaryOperator<Tensor> gather, List<String> batch) {
        Map<String, Tensor> all = new LinkedHashMap<>(extras);
        batch.forEach(name -> all.put(name, gather.apply(extra(name))));
        return new CoreInput(gathered(gather, online), gathered(gather, target), all);
    }

    private static Map<String, Tensor> gathered(UnaryOperator<Tensor> gather, Map<String, Tensor> own) {
        Map<String, Tensor> all = new LinkedHashMap<>(own);
        all.replaceAll((name, rows) -> gather.apply(rows));
        return all;
    }

    /** Whether a gradient of this name is one at an online embedding, not of a trained array. */
    public boolean hasOnline(String name) {
        return online.containsKey(name);
    }

    public Tensor online(String name) {
        return get("online embedding", online, name);
    }

    public Tensor target(String name) {
        return get("target embedding", target, name);
    }

    public Tensor extra(String name) {
        return get("extra array", extras, name);
    }

    private static Tensor get(String kind, Map<String, Tensor> arrays, String name) {
        Tensor tensor = arrays.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no " + kind + " \"" + name + "\" among " + arrays.keySet());
        }
        return tensor;
    }
}
