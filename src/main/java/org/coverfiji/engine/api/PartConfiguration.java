package org.coverfiji.engine.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a method's graph beside heads, such as a deformer or a warp of features, that the engine has under a name.
 * Ports and other parts read what it gives by {@link Feature#of}. Immutable.
 */
public final class PartConfiguration {

    private final String name;
    private final String kind;
    private final Map<String, Double> numbers;
    private final List<Feature> inputs;

    /**
     * @param name of what it gives, and first part of its parameters' names
     * @param kind one of those that the engine lists where it has none of that name
     * @param numbers by name, such as its widths
     */
    public PartConfiguration(String name, String kind, Map<String, Double> numbers, List<Feature> inputs) {
        this.name = name;
        this.kind = kind;
        this.numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        this.inputs = List.copyOf(inputs);
    }

    public String name() {
        return name;
    }

    public String kind() {
        return kind;
    }

    public Map<String, Double> numbers() {
        return numbers;
    }

    public List<Feature> inputs() {
        return inputs;
    }
}
