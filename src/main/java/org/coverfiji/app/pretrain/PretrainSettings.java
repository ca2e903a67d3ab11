package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.method.RunPlan;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;

/**
 * What to pretrain on, how, and where the model goes. Immutable; {@link Builder#build()} checks every value. The
 * defaults give a useful model on a laptop's CPU in tens of minutes.
 *
 * <pre>{@code
 * PretrainSettings settings = PretrainSettings.builder(2).input(new File("chest")).output(new File("chest.cover"))
 *         .resize(128).build();
 * }</pre>
 */
public final class PretrainSettings {

    /** The highest learning rate where none is given, in every command that pretrains. */
    public static final double USUAL_LEARNING_RATE = 1e-3;

    private static final Setting<Boolean> RECURSIVE = Setting.flag("recursive", false);
    private static final Setting<String> NAME_FILTER = Setting.text("name_filter", "");
    private static final Setting<Integer> CHANNELS = Setting.whole("channels", 0)
            .right(value -> value >= 0, "a number of input channels, or 0 for those of the images");
    private static final Setting<Integer> PATCH = Setting.multiple("patch", 128,
            NetworkConfiguration.SIDE_MULTIPLE);
    private static final Setting<Integer> BATCH = Setting.whole("batch", 4).atLeast(1);
    private static final Setting<Integer> WIDTH = Setting.multiple("width", 16, 8);
    private static final Setting<Integer> ITERATIONS = Setting.whole("iterations", 1000).atLeast(1);
    private static final Setting<Double> LEARNING_RATE = Setting.number("learning_rate", USUAL_LEARNING_RATE)
            .right(value -> value > 0 && value <= 1, "above 0 and at most 1");
    private static final Setting<String> METHOD = Setting.text("method", "COVER");
    private static final Setting<Long> SEED = Setting.seed("seed", 1);
    private static final Setting<String> DEVICE = Setting.choice("device", "auto", "auto", "cpu", "cuda");
    private static final Setting<Boolean> RESUME = Setting.flag("resume", false);
    private static final Setting<Integer> RESIZE = Setting.whole("resize", 0);
    private static final Setting<Double> CHECKPOINT_MINUTES = Setting.number("checkpoint_minutes", 5).atLeast(0);
    private static final Setting<Integer> CHECKPOINT_ITERATIONS = Setting.whole("checkpoint_iterations", 0).atLeast(0);

    private static final List<Setting<?>> ALL = List.of(RECURSIVE, NAME_FILTER, CHANNELS, PATCH, BATCH, WIDTH,
            ITERATIONS, LEARNING_RATE, METHOD, SEED, DEVICE, RESUME, RESIZE, CHECKPOINT_MINUTES, CHECKPOINT_ITERATIONS);
    /** Those that decide what is learnt. */
    private static final List<Setting<?>> LEARNT = List.of(PATCH, BATCH, WIDTH, ITERATIONS, LEARNING_RATE, SEED,
            RESIZE);

    private final Builder builder;
    private final SettingValues values;
    private final Recipe recipe;
    private final SettingValues methodValues;

    private PretrainSettings(Builder builder, Recipe recipe, SettingValues methodValues) {
        this.builder = builder;
        values = builder.values;
        this.recipe = recipe;
        this.methodValues = methodValues;
    }

    /**
     * Starts from the defaults for images of so many dimensions.
     *
     * @throws CoverException if they are not 2 or 3
     */
    public static Builder builder(int dimensions) {
        if (dimensions != 2 && dimensions != 3) {
            throw new CoverException("dimensions is " + dimensions + ", but must be 2 or 3.");
        }
        return new Builder(dimensions);
    }

    /** A builder that holds these values. */
    public Builder toBuilder() {
        return new Builder(builder);
    }

    /** Folder of images, or one image file; null if {@link #images()} are given. */
    public File input() {
        return builder.input;
    }

    /** Images in memory, such as the open one, raw intensities; empty if {@link #input()} is given. */
    public List<FloatImage> images() {
        return builder.images;
    }

    /** Whether sub-folders are searched. */
    public boolean recursive() {
        return values.get(RECURSIVE);
    }

    /** What a file's name must match; empty = any. */
    public String nameFilter() {
        return values.get(NAME_FILTER);
    }

    /** The model file. */
    public File output() {
        return builder.output;
    }

    /** 2 or 3. */
    public int dimensions() {
        return builder.dimensions;
    }

    /** Input channels; 0 = as many as the images have. */
    public int channels() {
        return values.get(CHANNELS);
    }

    /** Sides of a training patch in array order, all the same; pixels, after resizing. */
    public int[] patch() {
        int[] patch = new int[builder.dimensions];
        Arrays.fill(patch, values.get(PATCH));
        return patch;
    }

    /** View pairs per step. */
    public int batch() {
        return values.get(BATCH);
    }

    /** First of the U-Net's nine widths; the others follow ×2, ×4, ×8, ×16 and back. */
    public int width() {
        return values.get(WIDTH);
    }

    /** Training steps. */
    public int iterations() {
        return values.get(ITERATIONS);
    }

    /** The highest learning rate of the schedule. */
    public double learningRate() {
        return values.get(LEARNING_RATE);
    }

    /** The pretraining method. */
    public Recipe recipe() {
        return recipe;
    }

    /** The values of the method's own settings. */
    public SettingValues methodValues() {
        return methodValues;
    }

    /** Samples in a step: {@link #batch()}, or as many as the method needs at least. */
    public int samples() {
        return recipe.samples(batch(), dimensions(), methodValues);
    }

    /** Fixes weights and views. */
    public long seed() {
        return values.get(SEED);
    }

    /** {@code auto}, {@code cpu} or {@code cuda}. */
    public String device() {
        return values.get(DEVICE);
    }

    /** Whether to go on from the checkpoint in {@link #output()}, if there is one. */
    public boolean resume() {
        return values.get(RESUME);
    }

    /** Long side in pixels to which images are resized; 0 = not. */
    public int resize() {
        return values.get(RESIZE);
    }

    /** How intensities become [0, 1]. */
    public Normalization normalization() {
        return builder.normalization;
    }

    /** Minutes between checkpoints; 0 = none by time. */
    public double checkpointMinutes() {
        return values.get(CHECKPOINT_MINUTES);
    }

    /** Iterations between checkpoints; 0 = none by number. */
    public int checkpointIterations() {
        return values.get(CHECKPOINT_ITERATIONS);
    }

    /** The network that these settings give for images with so many channels. */
    public NetworkConfiguration network(int inputChannels) {
        return new NetworkConfiguration(dimensions(), inputChannels, NetworkConfiguration.widthsFrom(width()));
    }

    /** What the method is told of the run. @param images to train on, as far as they are known */
    public RunPlan plan(NetworkConfiguration network, int images) {
        return new RunPlan(network, patch(), samples(), iterations(), Math.max(1, images), seed());
    }

    /** What a step of these settings costs. @param images to train on, as far as they are known */
    public ResourceEstimate estimate(NetworkConfiguration network, int images) {
        return ResourceEstimate.of(network, patch(), recipe.cost(plan(network, images), methodValues));
    }

    /**
     * The values that decide what is learnt, whatever the method, by the names of the command's parameters; paths are
     * left out, because a model file is passed on.
     */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("dimensions", dimensions() + "D");
        map.putAll(values.toMap(LEARNT));
        map.put("normalization", normalization().toString());
        return Collections.unmodifiableMap(map);
    }

    /** The values of the method's own settings, by their names. */
    public Map<String, String> methodMap() {
        return Collections.unmodifiableMap(methodValues.toMap(recipe.settings()));
    }

    /** Collects the values; each has the default and the meaning that the settings' method of its name tells. */
    public static final class Builder {

        private final int dimensions;
        private SettingValues values;
        private File input;
        private List<FloatImage> images = Collections.emptyList();
        private File output;
        private Normalization normalization = Normalization.DEFAULT;
        /** Settings of the method that were set one by one, as texts. */
        private final Map<String, String> methodKeys;
        private String methodSettings = "";
        /** Null where the method is named. */
        private Recipe recipe;

        private Builder(int dimensions) {
            this.dimensions = dimensions;
            values = dimensions == 2 ? SettingValues.DEFAULTS
                    : SettingValues.DEFAULTS.with(PATCH, 32).with(WIDTH, 8);
            methodKeys = new LinkedHashMap<>();
        }

        private Builder(Builder other) {
            dimensions = other.dimensions;
            values = other.values;
            input = other.input;
            images = other.images;
            output = other.output;
            normalization = other.normalization;
            methodKeys = new LinkedHashMap<>(other.methodKeys);
            methodSettings = other.methodSettings;
            recipe = other.recipe;
        }

        private <T> Builder with(Setting<T> setting, T value) {
            values = values.with(setting, value);
            return this;
        }

        public Builder input(File value) {
            input = value;
            return this;
        }

        public Builder images(List<FloatImage> value) {
            images = Collections.unmodifiableList(new ArrayList<>(value));
            return this;
        }

        /** Default no. */
        public Builder recursive(boolean value) {
            return with(RECURSIVE, value);
        }

        /** Default empty; null stands for it. */
        public Builder nameFilter(String value) {
            return with(NAME_FILTER, value == null ? "" : value);
        }

        public Builder output(File value) {
            output = value;
            return this;
        }

        /** Default 0. */
        public Builder channels(int value) {
            return with(CHANNELS, value);
        }

        /** A multiple of 16; default 128 (2D) or 32 (3D). */
        public Builder patch(int value) {
            return with(PATCH, value);
        }

        /** Default 4. */
        public Builder batch(int value) {
            return with(BATCH, value);
        }

        /** A multiple of 8; default 16 (2D) or 8 (3D). */
        public Builder width(int value) {
            return with(WIDTH, value);
        }

        /** Default 1000. */
        public Builder iterations(int value) {
            return with(ITERATIONS, value);
        }

        /** Default 0.001. */
        public Builder learningRate(double value) {
            return with(LEARNING_RATE, value);
        }

        /** A setting of the method. */
        public <T> Builder set(Setting<T> setting, T value) {
            return set(setting.key(), setting.write(value));
        }

        /** A setting of the method, by its key, as macros write it. */
        public Builder set(String key, String value) {
            methodKeys.put(key, value);
            return this;
        }

        /** Settings of the method as a macro writes them, such as {@code temperature:0.2, hidden:64}; default empty. */
        public Builder methodSettings(String value) {
            methodSettings = value;
            return this;
        }

        /** The method's name, in any case; default COVER. */
        public Builder method(String value) {
            return with(METHOD, value);
        }

        /** A method that need not be in the list of methods. */
        public Builder recipe(Recipe value) {
            recipe = value;
            return this;
        }

        /** Default 1. */
        public Builder seed(long value) {
            return with(SEED, value);
        }

        /** Default auto. */
        public Builder device(String value) {
            return with(DEVICE, value);
        }

        /** Default no. */
        public Builder resume(boolean value) {
            return with(RESUME, value);
        }

        /** Default 0. */
        public Builder resize(int value) {
            return with(RESIZE, value);
        }

        /** Default percentiles 0.5 to 99.5 of each image. */
        public Builder normalization(Normalization value) {
            normalization = value;
            return this;
        }

        /** Default 5. */
        public Builder checkpointMinutes(double value) {
            return with(CHECKPOINT_MINUTES, value);
        }

        /** Default 0. */
        public Builder checkpointIterations(int value) {
            return with(CHECKPOINT_ITERATIONS, value);
        }

        /** @throws CoverException naming the first value that cannot work */
        public PretrainSettings build() {
            if (input == null && images.isEmpty()) {
                throw new CoverException("input is missing; give a folder of images, an image file or an open image.");
            }
            if (input != null && !images.isEmpty()) {
                throw new CoverException("input is " + input + " although open images are given too; give only one.");
            }
            if (output == null || output.getPath().isEmpty()) {
                throw new CoverException("output is missing; give the name of a model file, such as lung.cover.");
            }
            values.check(ALL);
            Recipe method = recipe == null ? Recipes.named(values.get(METHOD)) : recipe;
            SettingValues own = MethodSettings.of(method, dimensions, methodKeys, methodSettings);
            own.check(method.settings());
            method.check(own);
            int patch = values.get(PATCH);
            RESIZE.right(resize -> resize == 0 || resize >= patch, "0 for no resizing, or a long side of at least the"
                    + " patch's " + patch + " pixels").check(values.get(RESIZE));
            if (normalization == null) {
                throw new CoverException("normalization is missing; it must be percentiles or a window.");
            }
            return new PretrainSettings(new Builder(this), method, own);
        }
    }
}
