package org.coverfiji.app.pretrain;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryLimit;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.app.training.TrainingSettings;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.method.CoverRecipe;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.method.Recipe;
import org.coverfiji.method.Recipes;
import org.coverfiji.method.RunPlan;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.Rank;
import org.coverfiji.train.view.PatchPlan;

/**
 * What to pretrain on, how, and where the model goes. Immutable; {@link Builder#build()} checks every value. The
 * defaults give a useful model on a laptop's CPU in tens of minutes.
 *
 * <pre>{@code
 * PretrainSettings settings = PretrainSettings.builder(2).input(new File("chest")).output(new File("chest.cover"))
 *         .resize(128).build();
 * }</pre>
 */
public final class PretrainSettings extends TrainingSettings {

    /** The highest learning rate where none is given, in every command that pretrains. */
    public static final double USUAL_LEARNING_RATE = 1e-3;

    private static final Setting<Boolean> RECURSIVE = Setting.flag("recursive", false);
    private static final Setting<String> NAME_FILTER = Setting.text("name_filter", "");
    private static final Setting<Integer> CHANNELS = Setting.whole("channels", 0)
            .right(value -> value >= 0, "a number of input channels, or 0 for those of the images");
    static final Setting<Double> RATE = LEARNING_RATE.standard(USUAL_LEARNING_RATE)
            .right(value -> value > 0 && value <= 1, "above 0 and at most 1").orAuto(-1.0);
    private static final Setting<Integer> LONG_SIDE = RESIZE.right(value -> value >= 0, "a number of pixels, or 0 for"
            + " none").orAuto(-1).standard(-1);
    private static final Setting<String> METHOD = Setting.text("method", "COVER");
    private static final Setting<String> METHOD_SETTINGS = Setting.text(MethodSettings.KEY, "");
    private static final Setting<Integer> CHECKPOINT_ITERATIONS = Setting.whole("checkpoint_iterations", 0).atLeast(0);

    private static final List<Setting<?>> IN_2D = List.of(RECURSIVE, NAME_FILTER, CHANNELS, PATCH, BATCH, WIDTH,
            ITERATIONS, RATE, METHOD, METHOD_SETTINGS, SEED, DEVICE, PRECISION, RESUME, LONG_SIDE,
            CHECKPOINT_MINUTES, CHECKPOINT_ITERATIONS);
    private static final List<Setting<?>> IN_3D = in3D();
    /** Those that decide what is learnt. */
    private static final List<Setting<?>> LEARNT = List.of(PATCH, BATCH, WIDTH, ITERATIONS, RATE, SEED,
            PRECISION, LONG_SIDE);

    private final Builder builder;
    private final Recipe recipe;
    private final SettingValues methodValues;

    private PretrainSettings(Builder builder, Recipe recipe, SettingValues methodValues) {
        super(builder);
        this.builder = builder;
        this.recipe = recipe;
        this.methodValues = methodValues;
    }

    private static List<Setting<?>> in3D() {
        List<Setting<?>> settings = new ArrayList<>(IN_2D);
        settings.replaceAll(setting -> setting.equals(WIDTH) ? WIDTH.standard(8) : setting);
        return settings;
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

    /** 2 or 3. */
    public int dimensions() {
        return builder.dimensions;
    }

    /** Input channels; 0 = as many as the images have. */
    public int channels() {
        return values.get(CHANNELS);
    }

    /** Sides of a training patch in array order; pixels, after resizing. The usual ones while they are not planned. */
    public int[] patch() {
        return PatchPlan.sidesOrUsual(values.get(PATCH), builder.dimensions);
    }

    /** Whether the patch is still to be planned from the images. */
    public boolean automaticPatch() {
        return PatchPlan.isAutomatic(values.get(PATCH));
    }

    /** Also 0 while it is to be found out. */
    @Override
    public int resize() {
        return Math.max(0, values.get(RESIZE));
    }

    /** Whether it is still to be found out to which size images are resized. */
    public boolean automaticResize() {
        return values.get(RESIZE) < 0;
    }

    /** The usual one while it is to be found out. */
    @Override
    public double learningRate() {
        return automaticRate() ? USUAL_LEARNING_RATE : values.get(RATE);
    }

    /** Whether the learning rate is still to be found out. */
    public boolean automaticRate() {
        return values.get(RATE) < 0;
    }

    /** Whether the method has a motion that is still to be found out. */
    public boolean automaticMotion() {
        return recipe.settings().contains(CoverRecipe.MOTION) && methodValues.get(CoverRecipe.MOTION) < 0;
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

    /** What a rank does of a step, for its estimate: the least batch of as many samples. */
    PretrainSettings part(Rank rank) {
        int own = rank.to(samples()) - rank.from(samples());
        return rank.isAlone() ? this : toBuilder().batch(IntStream.rangeClosed(1, own)
                .filter(batch -> recipe.samples(batch, dimensions(), methodValues) >= own).findFirst().orElse(own))
                .build();
    }

    /**
     * @param channels of the images
     * @param images to train on, as far as they are known
     * @throws CoverException if a run needs more memory than there is, telling how much less would fit
     */
    public void requireMemory(int channels, int images) {
        estimate(network(channels), images).requireMemory(MemoryLimit.usableBytes(), (patch, batch, width) -> {
            PretrainSettings other = toBuilder().patch(patch).batch(batch).width(width).build();
            return other.estimate(other.network(channels), images);
        }, true);
    }

    /** Whatever the method; its own settings are in {@link #methodMap()}. */
    @Override
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("dimensions", dimensions() + "D");
        map.putAll(values.toMap(LEARNT));
        // What a step had, not what was asked for.
        map.put(BATCH.key(), BATCH.write(samples()));
        map.put("normalization", normalization().toString());
        return Collections.unmodifiableMap(map);
    }

    /** The values of the method's own settings, by their names. */
    public Map<String, String> methodMap() {
        return Collections.unmodifiableMap(methodValues.toMap(recipe.settings()));
    }

    /**
     * Collects the values; each has the default and the meaning that the settings' method of its name tells. Patch
     * and size of the images are found out, the width is 16 in 2D and 8 in 3D, intensities go from percentile 0.5 to
     * 99.5 of each image.
     */
    public static final class Builder extends TrainingSettings.Builder<Builder> {

        private final int dimensions;
        private File input;
        private List<FloatImage> images = Collections.emptyList();
        /** Settings of the method that were set one by one, as texts. */
        private final Map<String, String> methodKeys;
        /** Null where the method is named. */
        private Recipe recipe;

        private Builder(int dimensions) {
            super(dimensions == 2 ? IN_2D : IN_3D, Normalization.DEFAULT);
            this.dimensions = dimensions;
            methodKeys = new LinkedHashMap<>();
        }

        private Builder(Builder other) {
            super(other);
            dimensions = other.dimensions;
            input = other.input;
            images = other.images;
            methodKeys = new LinkedHashMap<>(other.methodKeys);
            recipe = other.recipe;
        }

        @Override
        protected Builder self() {
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

        /** Default 0. */
        public Builder channels(int value) {
            return with(CHANNELS, value);
        }

        /** A setting of the method, which is checked when all is built. */
        public <T> Builder set(Setting<T> setting, T value) {
            return set(setting.key(), setting.write(value));
        }

        /** Also a setting of the method, which is checked when all is built. */
        @Override
        public Builder set(String key, String text) {
            if (declares(key)) {
                return super.set(key, text);
            }
            methodKeys.put(key, text);
            return this;
        }

        /** Settings of the method as a macro writes them, such as {@code temperature:0.2, hidden:64}; default empty. */
        public Builder methodSettings(String value) {
            return with(METHOD_SETTINGS, value);
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

        /** Default 0. */
        public Builder checkpointIterations(int value) {
            return with(CHECKPOINT_ITERATIONS, value);
        }

        @Override
        public PretrainSettings build() {
            if (input == null && images.isEmpty()) {
                throw new CoverException("input is missing; give a folder of images, an image file or an open image.");
            }
            if (input != null && !images.isEmpty()) {
                throw new CoverException("input is " + input + " although open images are given too; give only one.");
            }
            requireOutput("lung.cover");
            checkValues();
            SettingValues values = values();
            Recipe method = recipe == null ? Recipes.named(values.get(METHOD)) : recipe;
            SettingValues own = MethodSettings.of(method, dimensions, methodKeys, values.get(METHOD_SETTINGS));
            own.check(method.settings());
            method.check(own);
            if (!PatchPlan.isAutomatic(values.get(PATCH))) {
                int longest = Arrays.stream(PatchPlan.sides(values.get(PATCH), dimensions)).max().getAsInt();
                LONG_SIDE.right(resize -> resize <= 0 || resize >= longest, "0 for no resizing, a long side of at least"
                        + " the patch's " + longest + " pixels, or auto").check(values.get(RESIZE));
            }
            if (givenNormalization() == null) {
                throw new CoverException("normalization is missing; it must be percentiles or a window.");
            }
            return new PretrainSettings(new Builder(this), method, own);
        }
    }
}
