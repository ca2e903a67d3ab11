package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.file.Beside;
import org.coverfiji.file.SameFile;
import org.coverfiji.image.Normalization;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;

/**
 * How a network is fine-tuned and where its model goes, whatever the task; {@link SegmentationSettings} and
 * {@link ClassificationSettings} add on what. Immutable; {@link Builder#build()} checks every value. The defaults work
 * on a laptop.
 */
public abstract class FineTuneSettings {

    /** Stands for the value of the pretrained model. */
    public static final int OF_THE_MODEL = -1;

    /** In short runs from few labels 0.001 was far from converged after 100 iterations, 0.005 near it. */
    private static final double FULL_LEARNING_RATE = 5e-3;
    private static final double LINEAR_LEARNING_RATE = 3e-2;
    private static final int SIDE = NetworkConfiguration.SIDE_MULTIPLE;

    private static final Setting<String> PROTOCOL = Setting.choice("protocol", "full", "full", "linear", "decoder");
    private static final Setting<Integer> DIMENSIONS = Setting.whole("dimensions", 2)
            .right(value -> value == 2 || value == 3, "2 or 3");
    private static final Setting<Integer> WIDTH = Setting.whole("width", 0)
            .right(value -> value >= 0 && value % 8 == 0, "a multiple of 8, or 0 for the default");
    private static final Setting<Integer> PATCH = Setting.whole("patch", 0)
            .right(value -> value >= 0 && value % SIDE == 0, "a multiple of " + SIDE
                    + ", or 0 for the pretrained model's");
    private static final Setting<Integer> BATCH = Setting.whole("batch", 4).atLeast(1);
    private static final Setting<Integer> ITERATIONS = Setting.whole("iterations", 300).atLeast(1);
    private static final Setting<Double> LEARNING_RATE = Setting.number("learning_rate", 0)
            .right(value -> value >= 0 && value < 1, "between 0 and 1");
    private static final Setting<Double> VALIDATION = Setting.number("validation", 0.2)
            .right(value -> value >= 0 && value < 1, "the part of the images to hold back, at least 0 and below 1");
    private static final Setting<Double> TEST = Setting.number("test", 0)
            .right(value -> value >= 0 && value < 1, "the part of the images to test with, at least 0 and below 1");
    private static final Setting<Integer> VALIDATION_INTERVAL = Setting.whole("validation_interval", 0)
            .right(value -> value >= 0, "a number of iterations");
    private static final Setting<Integer> PATIENCE = Setting.whole("patience", 8)
            .right(value -> value >= 0, "a number of validations, or 0 for no early stop");
    private static final Setting<String> FLIPS = Setting.text("flips", "")
            .right(value -> value.matches("[xyz]*"), "the axes to mirror, such as xy");
    private static final Setting<Boolean> BALANCE_CLASSES = Setting.flag("balance_classes", true);
    private static final Setting<Integer> RESIZE = Setting.whole("resize", OF_THE_MODEL)
            .right(value -> value >= OF_THE_MODEL, "a number of pixels, or 0 for none");
    private static final Setting<Long> SEED = Setting.seed("seed", 1);
    private static final Setting<String> DEVICE = Setting.choice("device", "auto", "auto", "cpu", "cuda");
    private static final Setting<Boolean> RESUME = Setting.flag("resume", false);
    private static final Setting<Double> CHECKPOINT_MINUTES = Setting.number("checkpoint_minutes", 5).atLeast(0);

    private static final List<Setting<?>> ALL = List.of(PROTOCOL, DIMENSIONS, WIDTH, PATCH, BATCH, ITERATIONS,
            LEARNING_RATE, VALIDATION, TEST, VALIDATION_INTERVAL, PATIENCE, FLIPS, BALANCE_CLASSES, RESIZE, SEED,
            DEVICE, RESUME, CHECKPOINT_MINUTES);
    private static final List<Setting<?>> LEARNT = List.of(PROTOCOL, PATCH, RESIZE, WIDTH, BATCH, ITERATIONS,
            VALIDATION, TEST, PATIENCE, FLIPS, BALANCE_CLASSES, SEED);

    /** Also those of the task. */
    final SettingValues values;
    private final File model;
    private final File output;
    private final Normalization normalization;

    FineTuneSettings(Builder<?> builder) {
        values = builder.values;
        model = builder.model;
        output = builder.output;
        normalization = builder.normalization;
    }

    /** The pretrained model; null = from scratch. */
    public File model() {
        return model;
    }

    /** The model file. */
    public File output() {
        return output;
    }

    /** Which weights are trained. */
    public Protocol protocol() {
        return Protocol.valueOf(values.get(PROTOCOL).toUpperCase(Locale.ROOT));
    }

    /** 2 or 3; a pretrained model decides by itself. */
    public int dimensions() {
        return values.get(DIMENSIONS);
    }

    /** First width of the U-Net from scratch, 0 = the default; a pretrained model decides by itself. */
    public int width() {
        return values.get(WIDTH);
    }

    /** Side of a patch, pixels; 0 = the pretrained model's, or 128 (2D), 32 (3D). */
    public int patch() {
        return values.get(PATCH);
    }

    /** Patches, or for classification images, per step. */
    public int batch() {
        return values.get(BATCH);
    }

    /** Training steps. */
    public int iterations() {
        return values.get(ITERATIONS);
    }

    /** The highest learning rate of the schedule. */
    public double learningRate() {
        double given = values.get(LEARNING_RATE);
        return given > 0 ? given : usualLearningRate();
    }

    /** Where none is given. */
    double usualLearningRate() {
        return protocol() == Protocol.LINEAR ? LINEAR_LEARNING_RATE : FULL_LEARNING_RATE;
    }

    /** How gradients become steps. */
    public OptimizerConfiguration optimizer() {
        return OptimizerConfiguration.PUBLISHED;
    }

    /** The part of the images that is held back for validation. */
    public double validation() {
        return values.get(VALIDATION);
    }

    /** The part of the images that has no say in the model: its score is the one to quote. */
    public double test() {
        return values.get(TEST);
    }

    /** Iterations between validations. */
    public int validationInterval() {
        int given = values.get(VALIDATION_INTERVAL);
        return given > 0 ? given : Math.max(5, iterations() / 20);
    }

    /** Validations without improvement after which training stops; 0 = never. */
    public int patience() {
        return values.get(PATIENCE);
    }

    /** Per axis, array order: whether patches are mirrored along it. */
    public boolean[] flips(int dimensions) {
        boolean[] flips = new boolean[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            flips[axis] = values.get(FLIPS).indexOf("xyz".charAt(dimensions - 1 - axis)) >= 0;
        }
        return flips;
    }

    /** Whether rare classes count for more in the cross-entropy. */
    public boolean balanceClasses() {
        return values.get(BALANCE_CLASSES);
    }

    /** Long side in pixels to which images are resized; 0 = not; {@link #OF_THE_MODEL}. */
    public int resize() {
        return values.get(RESIZE);
    }

    /** How intensities become [0, 1]; null = the pretrained model's, or percentiles. */
    public Normalization normalization() {
        return normalization;
    }

    /** Fixes the split, new weights and patches. */
    public long seed() {
        return values.get(SEED);
    }

    /** {@code auto}, {@code cpu} or {@code cuda}. */
    public String device() {
        return values.get(DEVICE);
    }

    /** Whether to go on from the checkpoint beside the output, or from the finished model in it. */
    public boolean resume() {
        return values.get(RESUME);
    }

    /** Minutes between checkpoints. */
    public double checkpointMinutes() {
        return values.get(CHECKPOINT_MINUTES);
    }

    /** The values that decide what is learnt, by the names of the command's parameters, without paths. */
    public Map<String, String> toMap() {
        Map<String, String> map = values.toMap(LEARNT);
        map.put(LEARNING_RATE.key(), LEARNING_RATE.write(learningRate()));
        map.putAll(values.toMap(taskSettings()));
        return Collections.unmodifiableMap(map);
    }

    /** Those of the task that decide what is learnt. */
    abstract List<Setting<?>> taskSettings();

    /**
     * Collects the values; each has the default and the meaning that the settings' method of its name tells.
     *
     * @param <B> the task's builder
     */
    public abstract static class Builder<B extends Builder<B>> {

        private SettingValues values = SettingValues.DEFAULTS;
        private File model;
        private File output;
        private Normalization normalization;

        Builder() {
        }

        /** Starts from other values. */
        Builder(FineTuneSettings settings) {
            values = settings.values;
            model = settings.model;
            output = settings.output;
            normalization = settings.normalization;
        }

        /** This one. */
        abstract B self();

        final <T> B with(Setting<T> setting, T value) {
            values = values.with(setting, value);
            return self();
        }

        /** Default null = from scratch. */
        public B model(File value) {
            model = value;
            return self();
        }

        public B output(File value) {
            output = value;
            return self();
        }

        /** Default all. */
        public B protocol(Protocol value) {
            return with(PROTOCOL, value.name().toLowerCase(Locale.ROOT));
        }

        /**
         * As a macro writes it: {@code full}, {@code linear} or {@code decoder}, in upper or lower case.
         *
         * @throws CoverException if it is something else
         */
        public B protocol(String value) {
            return with(PROTOCOL, PROTOCOL.read(value.toLowerCase(Locale.ROOT)));
        }

        /** Default 2. */
        public B dimensions(int value) {
            return with(DIMENSIONS, value);
        }

        /** A multiple of 8; default 0 = 16 (2D) or 8 (3D). */
        public B width(int value) {
            return with(WIDTH, value);
        }

        /** A multiple of 16; default 0. */
        public B patch(int value) {
            return with(PATCH, value);
        }

        /** Default 4. */
        public B batch(int value) {
            return with(BATCH, value);
        }

        /** Default 300. */
        public B iterations(int value) {
            return with(ITERATIONS, value);
        }

        /** Default 0 = 0.005, for the linear protocol 0.03; other values for classification. */
        public B learningRate(double value) {
            return with(LEARNING_RATE, value);
        }

        /** 0 to below 1; default 0.2. */
        public B validation(double value) {
            return with(VALIDATION, value);
        }

        /** 0 to below 1; default 0. */
        public B test(double value) {
            return with(TEST, value);
        }

        /** Default 0 = a twentieth of all iterations, at least 5. */
        public B validationInterval(int value) {
            return with(VALIDATION_INTERVAL, value);
        }

        /** Default 8; 0 = never. */
        public B patience(int value) {
            return with(PATIENCE, value);
        }

        /** Axes such as {@code xy}; default empty = none. */
        public B flips(String value) {
            return with(FLIPS, value == null ? "" : value.trim().toLowerCase(Locale.ROOT));
        }

        /** Default yes. */
        public B balanceClasses(boolean value) {
            return with(BALANCE_CLASSES, value);
        }

        /** Default: as the pretrained model's images were. */
        public B resize(int value) {
            return with(RESIZE, value);
        }

        /** Default null = as for the pretrained model. */
        public B normalization(Normalization value) {
            normalization = value;
            return self();
        }

        /** Default 1. */
        public B seed(long value) {
            return with(SEED, value);
        }

        /** Default auto. */
        public B device(String value) {
            return with(DEVICE, value);
        }

        /** Default no. */
        public B resume(boolean value) {
            return with(RESUME, value);
        }

        /** Default 5. */
        public B checkpointMinutes(double value) {
            return with(CHECKPOINT_MINUTES, value);
        }

        /** @throws CoverException naming the first value that cannot work */
        public abstract FineTuneSettings build();

        /** The checks that both tasks need. */
        final void check(List<Setting<?>> taskSettings) {
            if (output == null || output.getPath().isEmpty()) {
                throw new CoverException("output is missing; give the name of a model file, such as lungs.cover.");
            }
            if (SameFile.is(output, model)) {
                throw new CoverException("output is the pretrained model " + model + " itself; choose another name.");
            }
            if (SameFile.is(Beside.file(output, Beside.CHECKPOINT), model)) {
                throw new CoverException("The checkpoint of output " + output + " would replace the model " + model
                        + " that training starts from; choose another name, or go on with resume and another model.");
            }
            values.check(ALL);
            values.check(taskSettings);
        }
    }
}
