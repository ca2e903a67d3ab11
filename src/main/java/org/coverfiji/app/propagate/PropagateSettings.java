package org.coverfiji.app.propagate;

import java.util.List;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;

/** How labels are propagated. Immutable; every value has a default. */
public final class PropagateSettings {

    /** The ones with which comparisons propagate. */
    public static final PropagateSettings DEFAULT = builder().build();

    private static final class Declared {
        static final Setting<Integer> NEIGHBOURS = Setting.whole("neighbours", 20).between(1, 1000)
                .help("labelled pixels with the most similar features that vote");
        static final Setting<Integer> COARSEST = Setting.whole("coarsest", 2)
                .between(0, NetworkConfiguration.LEVELS - 1)
                .help("coarsest level whose features are compared, from the bottleneck, 0, to full resolution, 4");
        static final Setting<Integer> MEMORY = Setting.whole("memory", 1000).between(1, 100_000)
                .help("labelled pixels of every class that are kept, at most");
        static final Setting<Long> SEED = Setting.seed("seed", 1).help("fixes which labelled pixels are kept");
        static final List<Setting<?>> ALL = List.of(NEIGHBOURS, COARSEST, MEMORY, SEED);
    }

    private final SettingValues values;

    private PropagateSettings(SettingValues values) {
        this.values = values;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Labelled pixels with the most similar features that vote for a pixel's class. */
    public int neighbours() {
        return values.get(Declared.NEIGHBOURS);
    }

    /** Coarsest level whose features are compared, 0 (bottleneck) to 4 (full resolution); finer ones are, too. */
    public int coarsest() {
        return values.get(Declared.COARSEST);
    }

    /** Labelled pixels of every class that are kept, at most. */
    public int memory() {
        return values.get(Declared.MEMORY);
    }

    /** Fixes which labelled pixels are kept. */
    public long seed() {
        return values.get(Declared.SEED);
    }

    /** As macros write them. */
    @Override
    public String toString() {
        return "neighbours=" + neighbours() + " coarsest=" + coarsest() + " memory=" + memory() + " seed=" + seed();
    }

    /** Collects the values. */
    public static final class Builder {

        private SettingValues values = SettingValues.of(Declared.ALL);

        private Builder() {
        }

        public Builder neighbours(int value) {
            values = values.with(Declared.NEIGHBOURS, value);
            return this;
        }

        public Builder coarsest(int value) {
            values = values.with(Declared.COARSEST, value);
            return this;
        }

        public Builder memory(int value) {
            values = values.with(Declared.MEMORY, value);
            return this;
        }

        public Builder seed(long value) {
            values = values.with(Declared.SEED, value);
            return this;
        }

        /** @throws org.coverfiji.CoverException if a value is out of range */
        public PropagateSettings build() {
            values.check(Declared.ALL);
            return new PropagateSettings(values);
        }
    }
}
