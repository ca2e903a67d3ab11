package org.coverfiji.engine.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A method in stages: after so many steps another configuration takes over, with the weights of the same names. What
 * its phases do not train stays as it is to the last bit. Immutable.
 *
 * <pre>{@code
 * StagedConfiguration.builder().stage(encoder, 0.5).stage(decoder, 0.5).build(iterations)
 * }</pre>
 */
public final class StagedConfiguration implements MethodConfiguration {

    private final List<EmbeddingConfiguration> stages;
    private final List<Long> starts;

    private StagedConfiguration(List<EmbeddingConfiguration> stages, List<Long> starts) {
        this.stages = List.copyOf(stages);
        this.starts = List.copyOf(starts);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** At least one. */
    public List<EmbeddingConfiguration> stages() {
        return stages;
    }

    /** Which stage a step belongs to. @param step 0 for the first */
    public int stage(long step) {
        int stage = 0;
        while (stage + 1 < stages.size() && step >= starts.get(stage + 1)) {
            stage++;
        }
        return stage;
    }

    @Override
    public boolean trainsDecoder() {
        return stages.stream().anyMatch(EmbeddingConfiguration::trainsDecoder);
    }

    /** Collects the stages. */
    public static final class Builder {

        private final List<EmbeddingConfiguration> stages = new ArrayList<>();
        private final List<Double> shares = new ArrayList<>();

        private Builder() {
        }

        /** @param share of the run, above 0; what counts is its part of all shares' sum */
        public Builder stage(EmbeddingConfiguration configuration, double share) {
            if (!(share > 0)) {
                throw new IllegalArgumentException("a stage with a share of " + share);
            }
            stages.add(configuration);
            shares.add(share);
            return this;
        }

        /** @param steps of the whole run */
        public StagedConfiguration build(long steps) {
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("no stages");
            }
            double all = shares.stream().mapToDouble(share -> share).sum();
            List<Long> starts = new ArrayList<>();
            double before = 0;
            for (double share : shares) {
                starts.add(Math.round(steps * before / all));
                before += share;
            }
            return new StagedConfiguration(stages, starts);
        }
    }
}
