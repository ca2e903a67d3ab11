package org.coverfiji.engine.api;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A method whose losses are a core's, over embeddings: which core with which constants, what the network in training
 * and perhaps a teacher see and give, and which queues of keys there are. All tensors of a batch are the core's to
 * read. Immutable.
 */
public final class EmbeddingConfiguration implements MethodConfiguration {

    private final String core;
    private final Map<String, Double> constants;
    private final List<String> views;
    private final List<PortConfiguration> ports;
    private final TeacherConfiguration teacher;
    private final Map<String, QueueConfiguration> queues;

    private EmbeddingConfiguration(Builder builder) {
        core = builder.core;
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(builder.constants));
        views = List.copyOf(builder.views);
        ports = List.copyOf(builder.ports);
        teacher = builder.teacher;
        queues = Collections.unmodifiableMap(new LinkedHashMap<>(builder.queues));
    }

    /** @param core the loss core's name, one of those that the engine lists where it has none of that name */
    public static Builder core(String core) {
        return new Builder(core);
    }

    public String core() {
        return core;
    }

    /** The core's constants, such as its temperature, by name. */
    public Map<String, Double> constants() {
        return constants;
    }

    /** Which of a batch's tensors the network in training sees, one after the other as one batch. */
    public List<String> views() {
        return views;
    }

    /** What it gives out. */
    public List<PortConfiguration> ports() {
        return ports;
    }

    /** Null for none. */
    public TeacherConfiguration teacher() {
        return teacher;
    }

    /** By the name under which the core reads and fills them. */
    public Map<String, QueueConfiguration> queues() {
        return queues;
    }

    @Override
    public boolean trainsDecoder() {
        return ports.stream().anyMatch(port -> port.feature() != PortConfiguration.Feature.GLOBAL);
    }

    /** Collects the parts. */
    public static final class Builder {

        private final String core;
        private final Map<String, Double> constants = new LinkedHashMap<>();
        private final List<String> views = new ArrayList<>();
        private final List<PortConfiguration> ports = new ArrayList<>();
        private TeacherConfiguration teacher;
        private final Map<String, QueueConfiguration> queues = new LinkedHashMap<>();

        private Builder(String core) {
            this.core = core;
        }

        public Builder constant(String name, double value) {
            constants.put(name, value);
            return this;
        }

        public Builder views(String... names) {
            Collections.addAll(views, names);
            return this;
        }

        public Builder port(String name, PortConfiguration.Feature feature, HeadConfiguration head) {
            ports.add(new PortConfiguration(name, feature, head));
            return this;
        }

        public Builder teacher(TeacherConfiguration value) {
            teacher = value;
            return this;
        }

        public Builder queue(String name, int length, int channels) {
            queues.put(name, new QueueConfiguration(length, channels));
            return this;
        }

        /** @throws IllegalArgumentException if there is nothing to see or to give */
        public EmbeddingConfiguration build() {
            if (views.isEmpty() || ports.isEmpty()) {
                throw new IllegalArgumentException("a network needs views and ports: " + views + ", " + ports.size());
            }
            return new EmbeddingConfiguration(this);
        }
    }
}
