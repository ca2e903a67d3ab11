package org.coverfiji.engine.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A method whose losses are cores', over embeddings. A step is one pass or several, each with its views, ports, core
 * and phases; a teacher's embeddings, queues of keys and trained arrays are there for the cores of all. All tensors of
 * a batch are the cores' to read. Immutable.
 *
 * <pre>{@code
 * EmbeddingConfiguration.core("info_nce").constant("temperature", 0.2).views("view1")
 *         .port("q", Feature.GLOBAL, projector)
 *         .teacher(new TeacherConfiguration(TeacherPolicy.BEFORE_STEP, TeacherMomentum.constant(0.99),
 *                 List.of("view2"), List.of(new PortConfiguration("k", Feature.GLOBAL, projector))))
 *         .queue("queue", 1024, 128).build();
 * }</pre>
 */
public final class EmbeddingConfiguration implements MethodConfiguration {

    private final List<PassConfiguration> passes;
    private final TeacherConfiguration teacher;
    private final Map<String, QueueConfiguration> queues;
    private final Map<String, ArrayConfiguration> arrays;

    private EmbeddingConfiguration(Builder builder) {
        passes = builder.passes.stream().map(PassConfiguration.Collector::build)
                .collect(Collectors.toUnmodifiableList());
        teacher = builder.teacher;
        queues = Collections.unmodifiableMap(new LinkedHashMap<>(builder.queues));
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(builder.arrays));
    }

    /** @param core the loss core's name, one of those that the engine lists where it has none of that name */
    public static Builder core(String core) {
        return new Builder(core);
    }

    /** One after the other, each with an update of its own; at least one. */
    public List<PassConfiguration> passes() {
        return passes;
    }

    /** Null for none. */
    public TeacherConfiguration teacher() {
        return teacher;
    }

    /** By the name under which the cores read and fill them. */
    public Map<String, QueueConfiguration> queues() {
        return queues;
    }

    /** By the name under which the cores read them and give their gradients. */
    public Map<String, ArrayConfiguration> arrays() {
        return arrays;
    }

    @Override
    public boolean trainsDecoder() {
        return passes.stream().anyMatch(pass -> pass.finestLevel() > 0);
    }

    /** Collects the parts; what belongs to a pass is the first's, or that of the last {@link #then}. */
    public static final class Builder {

        private final List<PassConfiguration.Collector> passes = new ArrayList<>();
        private TeacherConfiguration teacher;
        private final Map<String, QueueConfiguration> queues = new LinkedHashMap<>();
        private final Map<String, ArrayConfiguration> arrays = new LinkedHashMap<>();

        private Builder(String core) {
            passes.add(new PassConfiguration.Collector("", core));
        }

        private PassConfiguration.Collector pass() {
            return passes.get(passes.size() - 1);
        }

        /** Begins another pass, which follows the update of the one before. @param name before its state's names */
        public Builder then(String name, String core) {
            passes.add(new PassConfiguration.Collector(name, core));
            return this;
        }

        public Builder constant(String name, double value) {
            pass().constants.put(name, value);
            return this;
        }

        public Builder views(String... names) {
            Collections.addAll(pass().views, names);
            return this;
        }

        /** An output. @param head null for none: the feature as it is */
        public Builder port(String name, Feature feature, HeadConfiguration head) {
            pass().ports.add(new PortConfiguration(name, feature, head));
            return this;
        }

        /** An output that gives a feature as it is. */
        public Builder port(String name, Feature feature) {
            return port(name, feature, null);
        }

        /** A part of the method's own. */
        public Builder part(String name, String kind, Map<String, Double> numbers, Feature... inputs) {
            pass().parts.add(new PartConfiguration(name, kind, numbers, Arrays.asList(inputs)));
            return this;
        }

        /** What is trained and how; without any, Adam trains all of the pass. */
        public Builder phase(PhaseConfiguration phase) {
            pass().phases.add(phase);
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

        public Builder array(String name, ArrayConfiguration array) {
            arrays.put(name, array);
            return this;
        }

        /** @throws IllegalArgumentException if a pass has nothing to see or to give */
        public EmbeddingConfiguration build() {
            return new EmbeddingConfiguration(this);
        }
    }
}
