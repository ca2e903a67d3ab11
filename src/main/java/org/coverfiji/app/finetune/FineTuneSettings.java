package org.coverfiji.app.finetune;

import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.coverfiji.CoverException;
import org.coverfiji.app.training.TrainingSettings;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.file.Beside;
import org.coverfiji.file.SameFile;
import org.coverfiji.setting.Setting;
import org.coverfiji.train.view.PatchPlan;

/**
 * How a network is fine-tuned and where its model goes, whatever the task; {@link SegmentationSettings} and
 * {@link ClassificationSettings} add on what. Immutable; {@link Builder#build()} checks every value. The defaults work
 * on a laptop.
 */
public abstract class FineTuneSettings extends TrainingSettings {

    /** Stands for the value of the pretrained model. */
    public static final int OF_THE_MODEL = -1;

    /** In short runs from few labels 0.001 was far from converged after 100 iterations, 0.005 near it. */
    private static final double FULL_LEARNING_RATE = 5e-3;
    private static final double LINEAR_LEARNING_RATE = 3e-2;

    private static final Setting<String> PROTOCOL = Setting.choice("protocol", "full", "full", "linear", "decoder");
    private static final Setting<Integer> OWN_WIDTH = WIDTH.standard(0)
            .right(value -> value > 0 && value % 8 == 0, "a multiple of 8, or 0 for the default").orAuto(0);
    private static final Setting<Integer> STEPS = ITERATIONS.standard(300);
    private static final Setting<Double> RATE = LEARNING_RATE.standard(0.0)
            .right(value -> value >= 0 && value < 1, "between 0 and 1");
    private static final Setting<Double> VALIDATION = Setting.number("validation", 0.2)
            .right(value -> value >= 0 && value < 1, "the part of the images to hold back, at least 0 and below 1");
    private static final Setting<Double> TEST = Setting.number("test", 0)
            .right(value -> value >= 0 && value < 1, "the part of the images to test with, at least 0 and below 1");
    private static final Setting<Integer> VALIDATION_INTERVAL = Setting.whole("validation_interval", 0)
            .right(value -> value >= 0, "a number of iterations");
    private static final Setting<Integer> PATIENCE = Setting.whole("patience", 8)
            .right(value -> value >= 0, "a number of validations, or 0 for no early stop");
    private static final Setting<String> FLIPS = Setting.word("flips", "")
            .right(value -> value.matches("[xyz]*"), "the axes to mirror, such as xy");
    private static final Setting<Boolean> BALANCE_CLASSES = Setting.flag("balance_classes", true);
    private static final Setting<Integer> LONG_SIDE = RESIZE.standard(OF_THE_MODEL)
            .right(value -> value >= 0, "a number of pixels, or 0 for none").orAuto(OF_THE_MODEL);

    /** Of every task. */
    private static final List<Setting<?>> SHARED = List.of(PROTOCOL, DIMENSIONS, OWN_WIDTH, PATCH, BATCH, STEPS,
            RATE, VALIDATION, TEST, VALIDATION_INTERVAL, PATIENCE, FLIPS, BALANCE_CLASSES, LONG_SIDE, SEED, DEVICE,
            PRECISION, RESUME, CHECKPOINT_MINUTES);
    private static final List<Setting<?>> LEARNT = List.of(PROTOCOL, PATCH, LONG_SIDE, OWN_WIDTH, BATCH,
            ITERATIONS, VALIDATION, TEST, PATIENCE, FLIPS, BALANCE_CLASSES, SEED, PRECISION);

    private final File model;

    FineTuneSettings(Builder<?> builder) {
        super(builder);
        model = builder.model;
    }

    /** The pretrained model; null = from scratch. */
    public File model() {
        return model;
    }

    /** Which weights are trained. */
    public Protocol protocol() {
        return Protocol.valueOf(values.get(PROTOCOL).toUpperCase(Locale.ROOT));
    }

    /** 2 or 3; a pretrained model decides by itself. */
    public int dimensions() {
        return values.get(DIMENSIONS);
    }

    /** Whether the patch is the pretrained model's, or from scratch one that suits the images. */
    public boolean automaticPatch() {
        return PatchPlan.isAutomatic(values.get(PATCH));
    }

    /** Sides of a patch in array order, pixels, where they are not automatic. */
    public int[] patch(int dimensions) {
        return PatchPlan.sides(values.get(PATCH), dimensions);
    }

    /** Where none is given, one that suits the protocol. */
    @Override
    public double learningRate() {
        double given = values.get(RATE);
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

    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = values.toMap(LEARNT);
        map.put(LEARNING_RATE.key(), LEARNING_RATE.write(learningRate()));
        map.putAll(values.toMap(taskSettings()));
        return Collections.unmodifiableMap(map);
    }

    /** Those of the task that decide what is learnt. */
    abstract List<Setting<?>> taskSettings();

    /**
     * Collects the values; each has the default and the meaning that the settings' method of its name tells. The
     * pretrained model decides on width, patch, resizing and intensities that are not given; from scratch the width is
     * 16 (2D) or 8 (3D). The usual learning rates are 0.005 and, for the linear protocol, 0.03; others for
     * classification.
     *
     * @param <B> the task's builder
     */
    public abstract static class Builder<B extends Builder<B>> extends TrainingSettings.Builder<B> {

        private File model;

        /** @param own settings of the task */
        Builder(List<Setting<?>> own) {
            super(Stream.concat(SHARED.stream(), own.stream()).collect(Collectors.toList()), null);
        }

        /** Starts from another builder's values. */
        Builder(Builder<B> other) {
            super(other);
            model = ((Builder<?>) other).model;
        }

        /** Default null = from scratch. */
        public B model(File value) {
            model = value;
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
            return with(PROTOCOL, PROTOCOL.read(value));
        }

        /** Default 2. */
        public B dimensions(int value) {
            return with(DIMENSIONS, value);
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

        /** The checks that both tasks need. */
        final void check() {
            File output = requireOutput("lungs.cover");
            if (SameFile.is(output, model)) {
                throw new CoverException("output is the pretrained model " + model + " itself; choose another name.");
            }
            if (SameFile.is(Beside.file(output, Beside.CHECKPOINT), model)) {
                throw new CoverException("The checkpoint of output " + output + " would replace the model " + model
                        + " that training starts from; choose another name, or go on with resume and another model.");
            }
            checkValues();
        }
    }
}
