package org.coverfiji.method;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.coverfiji.Limits;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.CoverConfiguration.Aggregation;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.train.view.ViewConfiguration;
import org.coverfiji.train.view.ViewSampler;

/** Vector contrast: the displacement between two views is regressed through the distances of pixel features. */
public final class CoverRecipe implements Recipe {

    /** The measure: Σ mask·|ψ'−ψ|₁ / Σ mask·|ψ|₁; 1 = the zero field. */
    public static final String RATIO = CoverConfiguration.RATIO;

    public static final Setting<Double> MOTION = Setting.number("motion", ViewConfiguration.DEFAULT_MOTION)
            .right(value -> value > 0 && value < 2, "above 0 and below 2").orAuto(-1.0)
            .help("how far the two views differ in space");
    public static final Setting<Integer> AMPLITUDE = Setting.whole("amplitude", 2)
            .between(1, Limits.NETWORK_AMPLITUDE)
            .help("largest displacement per level, pixels of that level; 2 in 2D, 1 in 3D");
    public static final Setting<List<Integer>> HEADS = Setting.wholes("heads", 4, 4, 4, 1, 1)
            .right(value -> value.size() == NetworkConfiguration.LEVELS && value.stream().allMatch(head -> head >= 1),
                    "five whole numbers of at least 1, one per level, such as 4,4,4,1,1")
            .help("projection heads of the five levels, deepest first");
    public static final Setting<Integer> HEAD_DIMENSION = Setting.whole("head_dimension", 8).atLeast(1)
            .help("features per projection head");
    public static final Setting<Double> CONSISTENCY = Setting.number("consistency", 1)
            .right(value -> value >= 0 && value < Double.POSITIVE_INFINITY, "a weight of at least 0")
            .help("weight of the consistency loss beside the vector loss");
    public static final Setting<Double> VECTOR_WEIGHT = Setting.number("vector_weight", 1)
            .right(value -> value >= 0 && value < Double.POSITIVE_INFINITY, "a weight of at least 0")
            .help("weight of the vector loss; 0 = consistency alone, without projections and vectors");
    public static final Setting<String> AGGREGATION = Setting.choice("aggregation", "pyramid", "pyramid", "coarsest")
            .help("pyramid = vectors of all levels, one after the other; coarsest = those of the deepest alone,"
                    + " up-sampled");

    @Override
    public String name() {
        return "COVER";
    }

    @Override
    public String reference() {
        return "He and Li, Vector Contrastive Learning For Pixel-Wise Pretraining In Medical Vision, ICCV 2025";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(MOTION, AMPLITUDE, HEADS, HEAD_DIMENSION, CONSISTENCY, VECTOR_WEIGHT, AGGREGATION);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(HEAD_DIMENSION, HEADS, AMPLITUDE, VECTOR_WEIGHT, AGGREGATION);
    }

    @Override
    public SettingValues defaults(int dimensions) {
        return dimensions == 2 ? SettingValues.DEFAULTS : SettingValues.DEFAULTS.with(AMPLITUDE, 1);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        double motion = values.get(MOTION);
        ViewConfiguration views = ViewConfiguration.builder(run.patch())
                .motion(motion < 0 ? MOTION.standard() : motion).build();
        return new ViewSampler(images, views, run.samples(), run.seed()).batches();
    }

    @Override
    public void check(SettingValues values) {
        configuration(values);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return configuration(values);
    }

    /**
     * The configuration that a model was pretrained with.
     *
     * @param settings the model's method settings; what they do not tell is as this method has it by default
     * @throws org.coverfiji.CoverException if a value cannot be read
     */
    public static CoverConfiguration configuration(int dimensions, Map<String, String> settings) {
        CoverRecipe recipe = new CoverRecipe();
        Map<String, String> own = new LinkedHashMap<>(settings);
        own.keySet().retainAll(recipe.settings().stream().map(Setting::key).collect(Collectors.toSet()));
        return configuration(MethodSettings.of(recipe, dimensions, own, ""));
    }

    private static CoverConfiguration configuration(SettingValues values) {
        return new CoverConfiguration(values.get(HEAD_DIMENSION), heads(values), values.get(AMPLITUDE),
                values.get(CONSISTENCY)).withVectorWeight(values.get(VECTOR_WEIGHT))
                .withAggregation(Aggregation.valueOf(values.get(AGGREGATION).toUpperCase(Locale.ROOT)));
    }

    private static int[] heads(SettingValues values) {
        return values.get(HEADS).stream().mapToInt(Integer::intValue).toArray();
    }

    /** 1×1 projections of both views, then every head's products and mixture over the window. */
    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        StepCost cost = new StepCost(run.samples(), 2, true);
        int[] patch = run.patch();
        long window = Math.round(Math.pow(2 * values.get(AMPLITUDE) + 1, patch.length));
        long features = values.get(HEAD_DIMENSION);
        for (int level = 0; level < configuration(values).vectorLevels(); level++) {
            int stride = NetworkConfiguration.levelStride(level);
            long pixels = run.samples() * Arrays.stream(patch).mapToLong(side -> Math.max(1, side / stride))
                    .reduce(1, (a, b) -> a * b);
            long heads = values.get(HEADS).get(level);
            long projected = heads * features;
            long weights = run.network().levelChannels(level) * projected;
            cost.add(weights + 3 * projected,
                    2.0 * weights * pixels + (double) heads * window * (features + patch.length) * pixels,
                    (2 * projected + heads * window) * pixels);
        }
        return cost;
    }

    @Override
    public Map<String, Double> measures(Batch batch, Map<String, Double> losses) {
        Double vector = losses.get(CoverConfiguration.VECTOR_LOSS);
        return vector == null ? Collections.emptyMap()
                : Collections.singletonMap(RATIO, new ViewBatch(batch).relativeError(vector));
    }

    @Override
    public boolean tellsError(SettingValues values) {
        return configuration(values).vectorLevels() == NetworkConfiguration.LEVELS;
    }

    @Override
    public double error(Batch batch, Map<String, Tensor> outputs) {
        return new ViewBatch(batch).relativeError(outputs.get(String.valueOf(NetworkConfiguration.LEVELS - 1)));
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(CoverConfiguration.VECTOR_LOSS, "Vector loss (pixels)");
        titles.put(CoverConfiguration.CONSISTENCY_LOSS, "Consistency loss");
        titles.put(RATIO, "Field error / field size");
        return titles;
    }

    @Override
    public Preview preview() {
        return Preview.FIELDS;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return values.get(AGGREGATION).equals("coarsest") && values.get(VECTOR_WEIGHT) > 0 ? List.of(
                "Vectors of the deepest level alone, up-sampled to full resolution, are our reading of COVER without"
                        + " vector pyramid aggregation.") : List.of();
    }
}
