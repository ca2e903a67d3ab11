package org.coverfiji.engine.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One way forward and back of a step, with an update of its own: what the network sees and gives, which core's losses
 * are taken and which phases train what. Immutable; made by {@link EmbeddingConfiguration.Builder}.
 */
public final class PassConfiguration {

    private final String name;
    private final String core;
    private final Map<String, Double> constants;
    private final List<String> views;
    private final List<PortConfiguration> ports;
    private final List<PartConfiguration> parts;
    private final List<PhaseConfiguration> phases;

    private PassConfiguration(Collector from) {
        name = from.name;
        core = from.core;
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(from.constants));
        views = List.copyOf(from.views);
        ports = List.copyOf(from.ports);
        parts = List.copyOf(from.parts);
        phases = from.phases.isEmpty() ? List.of(PhaseConfiguration.adam(name)) : List.copyOf(from.phases);
    }

    /** Empty for the first. */
    public String name() {
        return name;
    }

    /** The loss core's name. */
    public String core() {
        return core;
    }

    /** The core's constants, such as its temperature, by name. */
    public Map<String, Double> constants() {
        return constants;
    }

    /** Which of a batch's tensors the network sees, one after the other as one batch. */
    public List<String> views() {
        return views;
    }

    /** What it gives out. */
    public List<PortConfiguration> ports() {
        return ports;
    }

    public List<PartConfiguration> parts() {
        return parts;
    }

    public List<PhaseConfiguration> phases() {
        return phases;
    }

    /** The finest level that is needed; 0 where the encoder is enough. */
    public int finestLevel() {
        return finestLevel(Stream.concat(ports.stream().map(PortConfiguration::feature),
                parts.stream().flatMap(part -> part.inputs().stream())));
    }

    static int finestLevel(Stream<Feature> features) {
        return features.mapToInt(Feature::level).max().orElse(0);
    }

    /** Collects the parts of a pass. */
    static final class Collector {

        private final String name;
        private final String core;
        final Map<String, Double> constants = new LinkedHashMap<>();
        final List<String> views = new ArrayList<>();
        final List<PortConfiguration> ports = new ArrayList<>();
        final List<PartConfiguration> parts = new ArrayList<>();
        final List<PhaseConfiguration> phases = new ArrayList<>();

        Collector(String name, String core) {
            this.name = name;
            this.core = core;
        }

        /** @throws IllegalArgumentException if there is nothing to see or to give */
        PassConfiguration build() {
            if (views.isEmpty() || ports.isEmpty()) {
                throw new IllegalArgumentException("a network needs views and ports: " + views + ", " + ports.size());
            }
            return new PassConfiguration(this);
        }
    }
}
