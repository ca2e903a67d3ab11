package org.coverfiji.method;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.PhaseConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.pair.PairConfiguration;
import org.coverfiji.train.pair.PairSampler;
import org.coverfiji.train.view.BatchSampler;

/**
 * Geometric visual similarity: one image is brought onto another by an affine map and a field that heads predict from
 * the features of both, while the other one, which the network sees spoilt, is restored.
 */
public final class GvslRecipe implements Recipe {

    public static final Setting<Boolean> AFFINE = Setting.flag("affine", true)
            .help("with the affine head; without it the field alone brings images onto each other");
    public static final Setting<Integer> AFFINE_WIDTH = Setting.multiple("affine_width", 64, 8).between(8, 1024)
            .help("channels of the affine head");
    public static final Setting<Boolean> ELASTIC = Setting.flag("elastic", true)
            .help("pairs are bent, too, by a smooth random field");
    public static final Setting<Double> SMOOTHNESS = Setting.number("smoothness", 1)
            .right(value -> value >= 0 && value < Double.POSITIVE_INFINITY, "a weight of at least 0")
            .help("weight of the field's smoothness beside correlation and restoration");

    private static final int PUBLISHED_AFFINE_WIDTH = 256;
    /** Of the deformable head. */
    private static final int FIELD_WIDTH = 16;
    private static final String CORE = "gvsl";
    private static final String CORRELATION = "correlation";
    private static final String RESTORATION = "restoration";
    private static final String SMOOTH = "smoothness";
    /** Places of the views. */
    private static final int CORRUPTED = 0;
    private static final int PARTNER = 1;
    /** What noise is multiplied by. In 2D smoothing leaves more of it: this gives displacements as large as in 3D. */
    private static final double ELASTIC_3D = 512;
    private static final double ELASTIC_2D = 80;

    @Override
    public String name() {
        return "GVSL";
    }

    @Override
    public String reference() {
        return "He et al., Geometric Visual Similarity Learning in 3D Medical Image Self-Supervised Pre-Training,"
                + " CVPR 2023";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, AFFINE, AFFINE_WIDTH, ELASTIC, PairSettings.RANGE, PairSettings.WINDOW,
                SMOOTHNESS, PairSettings.SLIPS);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(AFFINE, AFFINE_WIDTH);
    }

    @Override
    public SettingValues official(int dimensions) {
        return SettingValues.DEFAULTS.with(AFFINE_WIDTH, PUBLISHED_AFFINE_WIDTH).with(PairSettings.WINDOW, 9)
                .with(PairSettings.SLIPS, true);
    }

    @Override
    public BatchSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        double range = values.get(PairSettings.RANGE);
        boolean slips = values.get(PairSettings.SLIPS);
        double elastic = run.dimensions() == 3 ? ELASTIC_3D : ELASTIC_2D;
        // The published program divides translations by the side and reads them in half sides.
        PairConfiguration pairs = PairConfiguration.still(PairSettings.corruption(run, values, 5000, 20, 30, 10, 5))
                .rotation(20 * range, 1).scale(0.25 * range).shearAndShift(10 * range, (slips ? 0.05 : 0.1) * range)
                .elastic(values.get(ELASTIC) ? elastic * range : 0);
        return new PairSampler(images, run.patch(), slips ? pairs.published() : pairs, run.samples(), run.seed());
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        double slips = values.get(PairSettings.SLIPS) ? 1 : 0;
        EmbeddingConfiguration.Builder method = EmbeddingConfiguration.core(CORE)
                .constant("window", PairSettings.window(run, values)).constant("published", slips)
                .constant("affine", values.get(AFFINE) ? 1 : 0).constant(CORRELATION, 1).constant(RESTORATION, 1)
                .constant(SMOOTH, values.get(SMOOTHNESS)).views(PairSampler.CORRUPTED, PairSampler.PARTNER);
        Feature moving = Feature.FINEST.view(PARTNER);
        if (values.get(AFFINE)) {
            method.part("affine_head", "affine_head", Map.of("width", (double) values.get(AFFINE_WIDTH)),
                    Feature.level(0).view(PARTNER), Feature.level(0).view(CORRUPTED))
                    .part("moved", "affine_warp", Map.of("published", slips), moving, Feature.of("affine_head"))
                    .port("affine", Feature.of("affine_head"));
            moving = Feature.of("moved");
        }
        if (values.get(PairSettings.SLIPS)) {
            // Weight decay would go on without a gradient.
            method.phase(PhaseConfiguration.adam("").except("affine_head."));
        }
        return method.part("pair", "concatenate", Map.of(), moving, Feature.FINEST.view(CORRUPTED))
                .port("field", Feature.of("pair"), HeadConfiguration.of("deformable",
                        PairSettings.layer(FIELD_WIDTH), PairSettings.layer(FIELD_WIDTH),
                        LayerConfiguration.convolution(run.dimensions(), 3)))
                .port("restored", Feature.FINEST.view(CORRUPTED),
                        HeadConfiguration.restoration("res_conv", run.channels()))
                .build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        NetworkConfiguration network = run.network();
        StepCost cost = new StepCost(run.samples(), 2, true);
        long pixels = run.pixels();
        int fine = network.levelChannels(NetworkConfiguration.LEVELS - 1);
        if (values.get(AFFINE)) {
            long coarse = pixels / Math.round(Math.pow(NetworkConfiguration.levelStride(0), run.dimensions()));
            LayerConfiguration layer = PairSettings.layer(values.get(AFFINE_WIDTH));
            PairSettings.addCost(cost, run, 2 * network.levelChannels(0), Math.max(run.samples(), coarse), layer,
                    layer);
        }
        LayerConfiguration layer = PairSettings.layer(FIELD_WIDTH);
        PairSettings.addCost(cost, run, 2 * fine, pixels, layer, layer,
                LayerConfiguration.convolution(run.dimensions(), 3));
        PairSettings.addCost(cost, run, fine, pixels, HeadConfiguration.restoration("cost", run.channels()).layers()
                .toArray(new LayerConfiguration[0]));
        return cost;
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(CORRELATION, "1 − local correlation² after registration");
        titles.put(RESTORATION, "Restoration (squared error)");
        titles.put(SMOOTH, "Unevenness of the field (pixels²)");
        return titles;
    }

    @Override
    public Preview preview() {
        return Preview.REGISTRATION;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        List<String> notes = new ArrayList<>();
        if (run.dimensions() == 2) {
            notes.add("GVSL was published for volumes; its form for images is our reading: 7 affine numbers, elastic"
                    + " displacements as large as in volumes.");
        }
        if (values.get(PairSettings.SLIPS)) {
            notes.add("GVSL runs with its program's slips: images are read up to half a pixel off and the affine head"
                    + " keeps its first weights, as no gradient reaches it.");
        }
        return Notes.with(notes, Notes.published(values, "images are spoilt after the random motion, not before, and"
                + " what lies beyond the patch is taken from the image around it"));
    }
}
