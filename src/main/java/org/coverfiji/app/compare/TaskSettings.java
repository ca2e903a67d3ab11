package org.coverfiji.app.compare;

import java.io.File;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.app.finetune.ClassificationSettings;
import org.coverfiji.app.finetune.FineTuneSettings;
import org.coverfiji.app.finetune.SegmentationSettings;
import org.coverfiji.app.pretrain.PretrainSettings;
import org.coverfiji.app.propagate.PropagateSettings;
import org.coverfiji.app.training.IntensityWindow;
import org.coverfiji.app.training.TrainingSettings;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.UsualShape;
import org.coverfiji.image.label.GroupPattern;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.method.MethodSettings;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.PatchPlan;

/**
 * One task of a comparison: images with labels or classes, the methods that are compared on them, the protocols, the
 * numbers of labels, and the budgets. Immutable; {@link Builder#build()} checks every value.
 */
public final class TaskSettings {

    private static final Setting<String> NAME = Setting.text("name", "")
            .help("what the task is called in tables; empty = the images' folder");
    private static final Setting<String> IMAGES = Setting.text("images", "");
    private static final Setting<String> LABELS = Setting.text("labels", "");
    private static final Setting<String> CLASSES = Setting.text("classes", "");
    private static final Setting<String> UNLABELLED = Setting.text("unlabelled", "");
    private static final Setting<Boolean> INSTANCES = Setting.flag("instances", false);
    private static final Setting<String> CLASS_NAMES = Setting.text("class_names", "");
    private static final Setting<String> GROUP = Setting.text("group", "");
    private static final Setting<String> PAPER = Setting.text("paper", "")
            .help("the column of the paper's table that this task is; empty = none");
    private static final Setting<String> METHODS = Setting.text("methods", "scratch,COVER");
    private static final Setting<String> METHOD_SETTINGS = Setting.text("method_settings", "");
    private static final Setting<Double> MOTION = Setting.number("motion", 0)
            .right(value -> value >= 0 && value < 2, "above 0 and below 2, or 0 for the method's own");
    private static final Setting<List<Integer>> NUMBERS = Setting.wholes("numbers", 2, 5)
            .right(value -> !value.isEmpty() && value.stream().allMatch(number -> number > 0),
                    "numbers of labelled images such as 2,5");
    private static final Setting<String> PROTOCOLS = Setting.word("protocols", "linear,full");
    private static final Setting<Integer> SEEDS = Setting.whole("seeds", 3).atLeast(1);
    private static final Setting<Integer> PRETRAINING_SEEDS = Setting.whole("pretrainings", 1).atLeast(1);
    private static final Setting<Integer> PRETRAINING = Setting.whole("pretraining", 1000).atLeast(1);
    private static final Setting<Double> PRETRAINING_RATE = Setting
            .number("pretraining_rate", PretrainSettings.USUAL_LEARNING_RATE)
            .right(value -> value > 0 && value <= 1, "above 0 and at most 1");
    private static final Setting<Integer> ITERATIONS = Setting.whole("iterations", 200).atLeast(1);
    private static final Setting<Double> LEARNING_RATE = rate("learning_rate");
    private static final Setting<Double> LINEAR_RATE = rate("linear_rate");
    private static final Setting<String> FLIPS = Setting.word("flips", "")
            .right(value -> value.matches("[xyz]*"), "the axes to mirror, such as xy");
    private static final Setting<Boolean> ALL_LEVELS = Setting.flag("all_levels", true);
    private static final Setting<Integer> RESIZE = Setting.whole("resize", 0).atLeast(0);
    private static final Setting<List<Integer>> PATCH = PatchPlan.PATCH;
    private static final Setting<Integer> BATCH = Setting.whole("batch", 4).atLeast(1);
    private static final Setting<Integer> WIDTH = Setting.whole("width", 0)
            .right(value -> value >= 0 && value % 8 == 0, "a multiple of 8, or 0 for 16 in 2D, 8 in 3D");
    private static final Setting<Integer> DIMENSIONS = TrainingSettings.DIMENSIONS;
    private static final Setting<Normalization> WINDOW = IntensityWindow.WINDOW;

    private static final List<Setting<?>> ALL = List.of(NAME, IMAGES, LABELS, CLASSES, UNLABELLED, INSTANCES,
            CLASS_NAMES, GROUP, PAPER, METHODS, METHOD_SETTINGS, MOTION, NUMBERS, PROTOCOLS, SEEDS, PRETRAINING_SEEDS,
            PRETRAINING, PRETRAINING_RATE, ITERATIONS, LEARNING_RATE, LINEAR_RATE, FLIPS, ALL_LEVELS, RESIZE, PATCH,
            BATCH, WIDTH, DIMENSIONS, WINDOW);
    /** Those that decide what a fine-tuning gives, beside its images. */
    private static final List<Setting<?>> LEARNT = List.of(ITERATIONS, FLIPS, ALL_LEVELS, RESIZE, PATCH, BATCH, WIDTH,
            DIMENSIONS, WINDOW);
    /** The same where nothing is trained. */
    private static final List<Setting<?>> SEEN = List.of(RESIZE, PATCH, WIDTH, DIMENSIONS, WINDOW);

    private final SettingValues values;
    private final File base;
    private final List<ComparedMethod> methods;
    private final List<ComparedProtocol> protocols;

    private TaskSettings(Builder builder, List<ComparedMethod> methods, List<ComparedProtocol> protocols) {
        values = builder.values;
        base = builder.base;
        this.methods = methods;
        this.protocols = protocols;
    }

    private static Setting<Double> rate(String key) {
        return Setting.number(key, 0).right(value -> value >= 0 && value < 1,
                "between 0 and 1, where 0 is the protocol's own");
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The keys of all settings. */
    public static List<String> keys() {
        return ALL.stream().map(Setting::key).collect(Collectors.toUnmodifiableList());
    }

    /** What tables call the task. */
    public String name() {
        String given = values.get(NAME);
        if (!given.isEmpty()) {
            return given;
        }
        // No folder above it: a table is passed on, and where the images lie is nobody's business.
        return (isSegmentation() ? images() : classes()).getName();
    }

    /** Axes along which patches are mirrored; empty for none. */
    public String flips() {
        return values.get(FLIPS);
    }

    /** Whether pixels have labels; else images have classes. */
    public boolean isSegmentation() {
        return values.get(CLASSES).isEmpty();
    }

    public File images() {
        return file(IMAGES);
    }

    public File labels() {
        return file(LABELS);
    }

    /** Folder with a folder per class, or a table; null for segmentation. */
    public File classes() {
        return file(CLASSES);
    }

    /** Further images to pretrain on, instead of those with labels; null for none. */
    public File unlabelled() {
        return file(UNLABELLED);
    }

    private File file(Setting<String> setting) {
        String path = values.get(setting);
        return path.isEmpty() ? null : base == null || new File(path).isAbsolute() ? new File(path)
                : new File(base, path);
    }

    public LabelRule labelRule() {
        return new LabelRule(values.get(INSTANCES), false, 0);
    }

    /** Names with commas between; empty = by number. */
    public String classNames() {
        return values.get(CLASS_NAMES);
    }

    /** Pattern of a patient in the names; empty for none. */
    public String group() {
        return values.get(GROUP);
    }

    /** The paper's column; empty for none. */
    public String paper() {
        return values.get(PAPER);
    }

    /** Scratch first. */
    public List<ComparedMethod> methods() {
        return methods;
    }

    /** Numbers of labelled images. */
    public List<Integer> numbers() {
        return values.get(NUMBERS);
    }

    public List<ComparedProtocol> protocols() {
        return protocols;
    }

    /** Fine-tunings of each kind. */
    public int seeds() {
        return values.get(SEEDS);
    }

    public int pretrainingSeeds() {
        return values.get(PRETRAINING_SEEDS);
    }

    /** Steps of pretraining. */
    public int pretraining() {
        return values.get(PRETRAINING);
    }

    /** Steps of fine-tuning. */
    public int iterations() {
        return values.get(ITERATIONS);
    }

    /** Samples in a step. */
    public int batch() {
        return values.get(BATCH);
    }

    /** Sides in array order, pixels, for images of this shape. */
    int[] patch(UsualShape images) {
        return PatchPlan.isAutomatic(values.get(PATCH)) ? PatchPlan.of(images.resized(resize()))
                : PatchPlan.sides(values.get(PATCH), dimensions());
    }

    /** The same, while no image is known. */
    int[] usualPatch() {
        return PatchPlan.sidesOrUsual(values.get(PATCH), dimensions());
    }

    /** First of the U-Net. */
    public int width() {
        return values.get(WIDTH) > 0 ? values.get(WIDTH) : dimensions() == 2 ? 16 : 8;
    }

    /** 2 or 3. */
    public int dimensions() {
        return values.get(DIMENSIONS);
    }

    /** Long side, pixels; 0 = not. */
    public int resize() {
        return values.get(RESIZE);
    }

    public Normalization window() {
        return values.get(WINDOW);
    }

    /** What was set, by key, for a report. */
    public Map<String, String> toMap() {
        return values.toMap(ALL);
    }

    /** What decides the result of a fine-tuning beside images, start and seed, in words. */
    String budget(ComparedProtocol protocol, int[] patch) {
        Map<String, String> map = new LinkedHashMap<>(values.toMap(protocol.trains() ? LEARNT : SEEN));
        map.put("patch", PatchPlan.write(patch));
        map.put("width", String.valueOf(width()));
        if (protocol.trains()) {
            map.put("learning_rate", String.valueOf(learningRate(protocol)));
            if (protocol == ComparedProtocol.FULL && !isSegmentation()) {
                map.put("last_layer_first", String.valueOf(iterations()));
            }
        } else {
            map.put("propagation", PropagateSettings.DEFAULT.toString());
        }
        return words(map);
    }

    static String words(Map<String, String> map) {
        return map.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** Whether no motion is given for all methods that have one. */
    public boolean hasMethodsOwnMotion() {
        return !(values.get(MOTION) > 0);
    }

    /**
     * Of fine-tuning, the highest of its schedule.
     *
     * @throws IllegalStateException if the protocol trains nothing
     */
    public double learningRate(ComparedProtocol protocol) {
        File any = new File("any");
        FineTuneSettings built = isSegmentation()
                ? segmentation(protocol, usualPatch()).images(any).labels(any).output(any).build()
                : fineTuning(ClassificationSettings.builder(), protocol, usualPatch()).output(any).build();
        return built.learningRate();
    }

    private double rate(ComparedProtocol protocol) {
        return values.get(protocol == ComparedProtocol.LINEAR ? LINEAR_RATE : LEARNING_RATE);
    }

    /** What a method's pretraining is to be; images and output are still to be given. */
    PretrainSettings.Builder pretraining(ComparedMethod method, int seed, int[] patch) {
        PretrainSettings.Builder builder = PretrainSettings.builder(dimensions()).width(width()).patch(patch)
                .resize(resize()).batch(batch()).iterations(pretraining()).learningRate(values.get(PRETRAINING_RATE))
                .normalization(window()).seed(seed).method(method.recipe().name()).methodSettings(method.settings());
        shared(method).forEach(builder::set);
        return builder;
    }

    /** Settings that are given to every method that has them, unless it gives them itself. */
    private Map<String, String> shared(ComparedMethod method) {
        Map<String, String> shared = new LinkedHashMap<>();
        if (!hasMethodsOwnMotion()) {
            shared.put("motion", String.valueOf(values.get(MOTION)));
        }
        shared.putAll(MethodSettings.parse(values.get(METHOD_SETTINGS)));
        shared.keySet().removeIf(key -> !method.leavesOpen(key));
        return shared;
    }

    /** What a fine-tuning is to be, whatever the task; images, start, output and seed are still to be given. */
    <B extends FineTuneSettings.Builder<B>> B fineTuning(B builder, ComparedProtocol protocol, int[] patch) {
        return builder.protocol(protocol.training()).dimensions(dimensions()).width(width()).patch(patch)
                .resize(resize()).batch(batch()).iterations(iterations()).learningRate(rate(protocol))
                .normalization(window()).flips(values.get(FLIPS)).validation(0);
    }

    /** The same of segmentation. Linear heads see all levels, standardised. */
    SegmentationSettings.Builder segmentation(ComparedProtocol protocol, int[] patch) {
        return fineTuning(SegmentationSettings.builder(), protocol, patch)
                .allLevels(protocol == ComparedProtocol.LINEAR || values.get(ALL_LEVELS));
    }

    /** Collects the values, by their keys. */
    public static final class Builder {

        private SettingValues values = SettingValues.of(ALL);
        private File base;
        private List<ComparedMethod> methods;

        private Builder() {
        }

        /** The folder from which paths are seen that are not absolute; default the working folder. */
        public Builder base(File folder) {
            base = folder;
            return this;
        }

        /** Instead of their names. */
        public Builder methods(List<ComparedMethod> value) {
            methods = List.copyOf(value);
            return this;
        }

        /** @throws CoverException if a value is not right, or a key is none of a task's */
        public Builder set(Map<String, String> texts) {
            texts.forEach(this::set);
            return this;
        }

        /** @throws CoverException if the value is not right, or the key is none of a task's */
        public Builder set(String key, Object value) {
            Setting<?> setting = ALL.stream().filter(one -> one.key().equals(key)).findFirst()
                    .orElseThrow(() -> new CoverException(key + " is no setting of a task; the settings are "
                            + String.join(", ", keys()) + "."));
            read(setting, String.valueOf(value));
            return this;
        }

        private <T> void read(Setting<T> setting, String text) {
            values = values.with(setting, setting.read(text));
        }

        /** @throws CoverException naming the first value that cannot work */
        public TaskSettings build() {
            boolean segmentation = values.get(CLASSES).isEmpty();
            if (segmentation == values.get(IMAGES).isEmpty() || segmentation == values.get(LABELS).isEmpty()) {
                throw new CoverException(!segmentation ? "classes is given beside images or labels; give only one."
                        : values.get(IMAGES).isEmpty() ? "images is missing; it is a folder of labelled images (or give"
                                + " classes, a folder with a folder of images per class)."
                                : "labels is missing; it is a folder of label images.");
            }
            List<ComparedProtocol> protocols = Arrays.stream(values.get(PROTOCOLS).split(",")).map(String::trim)
                    .map(Builder::protocol).distinct().collect(Collectors.toUnmodifiableList());
            for (ComparedProtocol other : List.of(ComparedProtocol.DECODER, ComparedProtocol.PROPAGATE)) {
                if (!segmentation && protocols.contains(other)) {
                    throw new CoverException("protocols has " + PlannedRun.name(other) + ", which classification does"
                            + " without; give linear, full or both.");
                }
            }
            GroupPattern.of(values.get(GROUP));
            TaskSettings built = new TaskSettings(this,
                    methods == null ? ComparedMethod.parse(values.get(METHODS), values.get(DIMENSIONS)) : methods,
                    protocols);
            built.check();
            return built;
        }

        private static ComparedProtocol protocol(String name) {
            try {
                return ComparedProtocol.valueOf(name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new CoverException("protocols has '" + name + "', but must be of linear, decoder, full and"
                        + " propagate, with commas between.", e);
            }
        }
    }

    /** What would be found out after hours. */
    private void check() {
        File unknown = new File("unknown");
        for (ComparedMethod method : methods) {
            if (method.recipe() != null) {
                pretraining(method, 1, usualPatch()).input(unknown).output(unknown).build();
            }
        }
        for (String key : MethodSettings.parse(values.get(METHOD_SETTINGS)).keySet()) {
            if (methods.stream().noneMatch(method -> shared(method).containsKey(key))) {
                throw new CoverException("method_settings has " + key + ", which is a setting of none of the methods "
                        + methods + "; correct it.");
            }
        }
    }
}
