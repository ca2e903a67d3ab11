package org.coverfiji.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.pair.PairConfiguration;
import org.coverfiji.train.pair.PairSampler;
import org.coverfiji.train.view.BatchSampler;

/**
 * Geometric visual dense similarity: a deformer brings two images onto each other, both ways; what they show and their
 * features are to agree then. In a second pass with an update of its own the network restores spoilt images.
 */
public final class GeminiRecipe implements Recipe {

    public static final Setting<Integer> DEFORMER = Setting.multiple("deformer", 16, 8).between(8, 256)
            .help("channels of the deformer at full resolution, twice as many on its coarser maps");
    public static final Setting<Double> SEMANTIC = weight("semantic", 0.8, "agreement of features");
    public static final Setting<Double> SMOOTHNESS = weight("smoothness", 0.4, "the fields' smoothness");
    public static final Setting<Double> RESTORATION = weight("restoration", 100, "restoration, in its own pass");

    private static final int PUBLISHED_DEFORMER = 32;
    /** Parts of the semantic loss: with a gradient at the features, and at the fields. */
    private static final double FEATURE_PART = 0.1;
    private static final double FIELD_PART = 1;
    private static final String CORE = "gemini";
    private static final String RESTORING_CORE = "weighted_squared_error";
    private static final String CORRELATION = "correlation";
    private static final String SIMILARITY = "semantic";
    private static final String SMOOTH = "smoothness";
    private static final String RESTORED = "restoration";

    private static Setting<Double> weight(String key, double standard, String of) {
        return Setting.number(key, standard)
                .right(value -> value >= 0 && value < Double.POSITIVE_INFINITY, "a weight of at least 0")
                .help("weight of " + of);
    }

    @Override
    public String name() {
        return "GEMINI";
    }

    @Override
    public String reference() {
        return "He et al., Homeomorphism Prior for False Positive and Negative Problem in Medical Image Dense"
                + " Contrastive Representation Learning, IEEE TPAMI 2025, doi:10.1109/TPAMI.2025.3540644";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, DEFORMER, PairSettings.RANGE, PairSettings.WINDOW, SEMANTIC, SMOOTHNESS,
                RESTORATION, PairSettings.SLIPS);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(DEFORMER);
    }

    @Override
    public SettingValues official(int dimensions) {
        return SettingValues.DEFAULTS.with(DEFORMER, PUBLISHED_DEFORMER).with(PairSettings.WINDOW, 9)
                .with(PairSettings.SLIPS, true);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        double range = values.get(PairSettings.RANGE);
        boolean images2D = run.dimensions() == 2;
        // In 2D the published program turns twice, so that small angles are more likely.
        PairConfiguration pairs = PairConfiguration.still(images2D
                ? PairSettings.corruption(run, values, 1000, 30, 10, 20, 10)
                : PairSettings.corruption(run, values, 5000, 20, 30, 10, 5))
                .rotation(20 * range, images2D ? 2 : 1).scale(0.25 * range).grouped();
        return new PairSampler(images, run.patch(), values.get(PairSettings.SLIPS) ? pairs.published() : pairs,
                run.samples(), run.seed());
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        return EmbeddingConfiguration.core(CORE).constant("window", PairSettings.window(run, values))
                .constant("published", values.get(PairSettings.SLIPS) ? 1 : 0).constant(CORRELATION, 1)
                .constant(SIMILARITY, values.get(SEMANTIC)).constant(SMOOTH, values.get(SMOOTHNESS))
                .constant("feature_part", FEATURE_PART).constant("field_part", FIELD_PART)
                .views(PairSampler.CLEAN, PairSampler.PARTNER)
                .part("deformer", "deformer", Map.of("width", (double) values.get(DEFORMER)), Feature.FINEST)
                .port("features", Feature.FINEST).port("fields", Feature.of("deformer"))
                .then(RESTORED, RESTORING_CORE).constant("weight", values.get(RESTORATION))
                .views(PairSampler.CORRUPTED)
                .port("restored", Feature.FINEST, HeadConfiguration.restoration("res_conv", run.channels()))
                .build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        int fine = run.network().levelChannels(NetworkConfiguration.LEVELS - 1);
        int width = values.get(DEFORMER);
        LayerConfiguration narrow = PairSettings.layer(width);
        LayerConfiguration wide = PairSettings.layer(2 * width);
        long both = 2 * run.pixels();
        int halving = 1 << run.dimensions();
        StepCost cost = new StepCost(run.samples(), 2, true).pass(1, true);
        PairSettings.addCost(cost, run, 2 * fine, both, narrow);
        PairSettings.addCost(cost, run, width, both / halving, wide);
        PairSettings.addCost(cost, run, 2 * width, both / halving / halving, wide);
        PairSettings.addCost(cost, run, 4 * width, both / halving, wide);
        PairSettings.addCost(cost, run, 3 * width, both, narrow, LayerConfiguration.convolution(run.dimensions(), 3));
        PairSettings.addCost(cost, run, fine, run.pixels(), HeadConfiguration
                .restoration("cost", run.channels()).layers().toArray(new LayerConfiguration[0]));
        return cost;
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(CORRELATION, "1 − local correlation² after registration (both ways)");
        titles.put(SIMILARITY, "Distance of features after registration (both ways)");
        titles.put(SMOOTH, "Unevenness of the fields (pixels²)");
        titles.put(RESTORED, "Restoration (squared error)");
        return titles;
    }

    @Override
    public Preview preview() {
        return Preview.REGISTRATION;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        List<String> notes = values.get(PairSettings.SLIPS) ? List.of("GEMINI runs with its program's slips: images are"
                + " read up to half a pixel off.") : List.of();
        return Notes.with(notes, Notes.published(values, "restoration has moments of its own in the optimiser, images"
                + " are spoilt after the random motion, not before, and what lies beyond the patch is taken from the"
                + " image around it"));
    }
}
