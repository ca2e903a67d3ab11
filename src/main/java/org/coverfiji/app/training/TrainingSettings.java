package org.coverfiji.app.training;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Precision;
import org.coverfiji.image.Normalization;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.PatchPlan;

/**
 * What pretraining and fine-tuning are both told. Immutable; a verb's settings add their own, and may give those
 * declared here another default and another range.
 */
public abstract class TrainingSettings {

    /** Of images and network, 2 or 3, also written 2D and 3D. */
    public static final Setting<Integer> DIMENSIONS = Setting
            .of("dimensions", 2, TrainingSettings::dimensions, "2 or 3")
            .right(value -> value == 2 || value == 3, "2 or 3");

    /** First of the U-Net's widths. */
    protected static final Setting<Integer> WIDTH = Setting.multiple("width", 16, 8);
    /** Sides of a patch, pixels. */
    protected static final Setting<List<Integer>> PATCH = PatchPlan.PATCH;
    /** Long side of the images, pixels. */
    protected static final Setting<Integer> RESIZE = Setting.whole("resize", 0);
    protected static final Setting<Integer> BATCH = Setting.whole("batch", 4).atLeast(1);
    protected static final Setting<Integer> ITERATIONS = Setting.whole("iterations", 1000).atLeast(1);
    protected static final Setting<Double> LEARNING_RATE = Setting.number("learning_rate", 1e-3);
    protected static final Setting<Long> SEED = Setting.seed("seed", 1);
    protected static final Setting<String> DEVICE = Setting.choice("device", "auto", "auto", "cpu", "cuda");
    protected static final Setting<String> PRECISION = Setting.choice("precision", "float32", "float32", "bf16");
    protected static final Setting<Boolean> RESUME = Setting.flag("resume", false);
    protected static final Setting<Double> CHECKPOINT_MINUTES = Setting.number("checkpoint_minutes", 5).atLeast(0);

    /** Of all settings of the verb. */
    protected final SettingValues values;
    private final File output;
    private final Normalization normalization;

    protected TrainingSettings(Builder<?> builder) {
        values = builder.values;
        output = builder.output;
        normalization = builder.normalization;
    }

    private static Integer dimensions(String text) {
        return Integer.valueOf(text.equals("2D") || text.equals("3D") ? text.substring(0, 1) : text);
    }

    /** The model file. */
    public final File output() {
        return output;
    }

    /** Samples per step: pairs of views, patches or, for classification, images. */
    public final int batch() {
        return values.get(BATCH);
    }

    /** Training steps. */
    public final int iterations() {
        return values.get(ITERATIONS);
    }

    /** The highest learning rate of the schedule. */
    public double learningRate() {
        return values.get(LEARNING_RATE);
    }

    /** First of the U-Net's nine widths; the others follow ×2, ×4, ×8, ×16 and back. */
    public final int width() {
        return values.get(WIDTH);
    }

    /** Long side in pixels to which images are resized; 0 = not. */
    public int resize() {
        return values.get(RESIZE);
    }

    /** How intensities become [0, 1]. */
    public final Normalization normalization() {
        return normalization;
    }

    /** Fixes all that is drawn by chance: new weights, samples, splits. */
    public final long seed() {
        return values.get(SEED);
    }

    /** {@code auto}, {@code cpu} or {@code cuda}. */
    public final String device() {
        return values.get(DEVICE);
    }

    /**
     * A setting of a checkpoint; of those from before there was a choice of precision, the one that they had.
     *
     * @param before the checkpoint's settings
     * @return null if it has none
     */
    public static String former(Map<String, String> before, String name) {
        return before.getOrDefault(name, name.equals(PRECISION.key()) ? PRECISION.standard() : null);
    }

    /** What differs from a checkpoint's settings, such as "seed is 2 (was 1)"; of what it does not say, nothing. */
    public static List<String> changes(Map<String, String> before, Map<String, String> now) {
        List<String> changes = new ArrayList<>();
        now.forEach((name, value) -> {
            String old = former(before, name);
            if (old != null && !old.equals(value)) {
                changes.add(name + " is " + value + " (was " + old + ")");
            }
        });
        return changes;
    }

    /** What the convolutions of training steps multiply. */
    public final Precision precision() {
        return Precision.of(values.get(PRECISION));
    }

    /** Whether to go on from what {@link #output()} has reached, if there is something. */
    public final boolean resume() {
        return values.get(RESUME);
    }

    /** Minutes between checkpoints; 0 = none by time. */
    public final double checkpointMinutes() {
        return values.get(CHECKPOINT_MINUTES);
    }

    /**
     * The values that decide what is learnt, by the names of the command's parameters; paths are left out, because a
     * model file is passed on.
     */
    public abstract Map<String, String> toMap();

    /**
     * Collects the values; each has the default and the meaning that the settings' method of its name tells.
     *
     * @param <B> the verb's builder
     */
    public abstract static class Builder<B extends Builder<B>> {

        private final List<Setting<?>> declared;
        private SettingValues values;
        private File output;
        private Normalization normalization;

        /**
         * @param declared all settings of the verb
         * @param normalization the verb's default
         */
        protected Builder(List<Setting<?>> declared, Normalization normalization) {
            this.declared = declared;
            this.normalization = normalization;
            values = SettingValues.of(declared);
        }

        /** Starts from another builder's values. */
        protected Builder(Builder<?> other) {
            declared = other.declared;
            values = other.values;
            output = other.output;
            normalization = other.normalization;
        }

        /** This one. */
        protected abstract B self();

        /** The values so far. */
        protected final SettingValues values() {
            return values;
        }

        protected final <T> B with(Setting<T> setting, T value) {
            values = values.with(setting, value);
            return self();
        }

        /**
         * Values by the keys that macros give them, as texts.
         *
         * @throws CoverException if one is not right, or a key is none of the verb's
         */
        public final B set(Map<String, String> texts) {
            texts.forEach(this::set);
            return self();
        }

        /**
         * A value by the key that macros give it, as a text.
         *
         * @throws CoverException if it is not right, or the key is none of the verb's
         */
        public B set(String key, String text) {
            return read(declared(key), text);
        }

        /** Whether a key is one of the settings that the verb declares. */
        protected final boolean declares(String key) {
            return declared.stream().anyMatch(setting -> setting.key().equals(key));
        }

        private Setting<?> declared(String key) {
            return declared.stream().filter(setting -> setting.key().equals(key)).findFirst()
                    .orElseThrow(() -> new CoverException(key + " is no setting of this training; its settings are "
                            + declared.stream().map(Setting::key).collect(Collectors.joining(", ")) + "."));
        }

        private <T> B read(Setting<T> setting, String text) {
            return with(setting, setting.read(text));
        }

        /** The model file. */
        public final B output(File value) {
            output = value;
            return self();
        }

        /** Default 4. */
        public final B batch(int value) {
            return with(BATCH, value);
        }

        public final B iterations(int value) {
            return with(ITERATIONS, value);
        }

        public final B learningRate(double value) {
            return with(LEARNING_RATE, value);
        }

        /** A multiple of 8. */
        public final B width(int value) {
            return with(WIDTH, value);
        }

        /**
         * Multiples of 16: one number for all sides, or one per axis in array order; default 0, those that suit the
         * images.
         */
        public final B patch(int... sides) {
            boolean same = Arrays.stream(sides).distinct().count() == 1;
            return with(PATCH, Arrays.stream(sides).limit(same ? 1 : sides.length).boxed()
                    .collect(Collectors.toUnmodifiableList()));
        }

        public final B resize(int value) {
            return with(RESIZE, value);
        }

        public final B normalization(Normalization value) {
            normalization = value;
            return self();
        }

        /** Default 1. */
        public final B seed(long value) {
            return with(SEED, value);
        }

        /** Default auto. */
        public final B device(String value) {
            return with(DEVICE, value);
        }

        /** Default float32. */
        public final B precision(Precision value) {
            return with(PRECISION, value.toString());
        }

        /** Default no. */
        public final B resume(boolean value) {
            return with(RESUME, value);
        }

        /** Default 5. */
        public final B checkpointMinutes(double value) {
            return with(CHECKPOINT_MINUTES, value);
        }

        /** @throws CoverException naming the first value that cannot work */
        public abstract TrainingSettings build();

        /** The output, which must have been given. @param example of a model file's name */
        protected final File requireOutput(String example) {
            if (output == null || output.getPath().isEmpty()) {
                throw new CoverException("output is missing; give the name of a model file, such as " + example + ".");
            }
            return output;
        }

        /** @throws CoverException naming the first declared setting whose value is not right */
        protected final void checkValues() {
            values.check(declared);
        }

        /** Null where none was given and the verb has no default of its own. */
        protected final Normalization givenNormalization() {
            return normalization;
        }
    }
}
