package org.coverfiji.method;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.EmbeddingConfiguration;
import org.coverfiji.engine.api.Feature;
import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration;
import org.coverfiji.engine.api.MethodConfiguration;
import org.coverfiji.engine.api.PhaseConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.ClusterSampler;

/** Images are clustered by what the network makes of them, and it is to tell the clusters from changed crops. */
public final class DeepClusterRecipe implements Recipe {

    private static final int FEWEST_VECTORS = 8;
    private static final String CORE = "cross_entropy";
    private static final String LOSS = "classification";
    private static final String ACCURACY = "accuracy";
    private static final String FEATURES = "features";
    private static final String CLASSIFIER = "classifier";
    private static final double FIRST_WEIGHTS = 0.01;

    private static final int LEAST_CLUSTERS = 8;
    private static final int MOST_CLUSTERS = 1000;
    private static final int ITEMS_PER_CLUSTER = 20;
    private static final int ITEMS_PER_COMPONENT = 4;

    public static final Setting<Integer> CLUSTERS = Setting.whole("clusters", 0)
            .right(value -> value == 0 || value >= 2 && value <= 100_000, "between 2 and 100000, or 0 for automatic")
            .help("how many clusters; 0 = one for 20 items, from 8 to 1000, where an item is an image, or one of 8"
                    + " patches of each of fewer than 200 images");
    public static final Setting<Integer> COMPONENTS = Setting.whole("components", 64).between(2, 1024)
            .help("most principal components of the features in which clusters are sought; at most a quarter of the"
                    + " items");
    public static final Setting<Double> HEAD_RATE = Setting.number("head_rate", 0.05)
            .right(value -> value > 0 && value <= 10, "above 0 and at most 10")
            .help("learning rate of the classifier, by plain gradient descent");
    public static final Setting<Boolean> BALANCED = Setting.flag("balanced", true)
            .help("whether clusters are drawn equally often; else images are, as in the published program");

    @Override
    public String name() {
        return "DeepCluster";
    }

    @Override
    public String reference() {
        return "Caron et al., Deep clustering for unsupervised learning of visual features, ECCV 2018";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(Presets.PRESET, CLUSTERS, COMPONENTS, HEAD_RATE, BALANCED, ContrastSettings.SMALLEST_AREA);
    }

    @Override
    public List<Setting<?>> structure() {
        return List.of(CLUSTERS);
    }

    @Override
    public SettingValues official(int dimensions) {
        return SettingValues.DEFAULTS.with(CLUSTERS, 10_000).with(COMPONENTS, 256).with(BALANCED, false)
                .with(ContrastSettings.SMALLEST_AREA, 0.08);
    }

    @Override
    public int samples(int batch, int dimensions, SettingValues values) {
        return Math.max(FEWEST_VECTORS, batch);
    }

    @Override
    public ClusterSampler sampler(ImageSource images, RunPlan run, SettingValues values) {
        return new ClusterSampler(images, run.patch(), ContrastSettings.moCoCrops(values), values.get(BALANCED),
                run.samples(), run.seed());
    }

    @Override
    public EpochHook hook(ImageSource images, RunPlan run, SettingValues values) {
        return new ClusteringHook(sampler(images, run, values), ClusterSampler.items(images.size()),
                clusters(run, values), components(run, values), run.samples(), FEATURES, CLASSIFIER + ".", run.seed());
    }

    /** No more than there are items. */
    static int clusters(RunPlan run, SettingValues values) {
        int items = ClusterSampler.items(run.images());
        int wanted = values.get(CLUSTERS) > 0 ? values.get(CLUSTERS)
                : Math.max(LEAST_CLUSTERS, Math.min(items / ITEMS_PER_CLUSTER, MOST_CLUSTERS));
        return Math.min(wanted, items);
    }

    static int components(RunPlan run, SettingValues values) {
        int possible = Math.min(run.network().levelChannels(0),
                Math.max(2, ClusterSampler.items(run.images()) / ITEMS_PER_COMPONENT));
        return Math.min(values.get(COMPONENTS), possible);
    }

    @Override
    public MethodConfiguration method(RunPlan run, SettingValues values) {
        HeadConfiguration classifier = HeadConfiguration.of(CLASSIFIER,
                LayerConfiguration.linear(clusters(run, values)).startingNormal(FIRST_WEIGHTS));
        return EmbeddingConfiguration.core(CORE).views(ClusterSampler.VIEW)
                .port("logits", Feature.GLOBAL, classifier).port(FEATURES, Feature.GLOBAL)
                .phase(PhaseConfiguration.adam("").except(CLASSIFIER + "."))
                .phase(PhaseConfiguration.descent(CLASSIFIER, values.get(HEAD_RATE)).only(CLASSIFIER + ".")).build();
    }

    @Override
    public StepCost cost(RunPlan run, SettingValues values) {
        return ContrastSettings.addHead(new StepCost(run.samples(), 1, false), run.samples(),
                run.network().levelChannels(0), clusters(run, values));
    }

    @Override
    public Map<String, String> titles() {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(LOSS, "Classification loss");
        titles.put(ACCURACY, "Clusters told right");
        return titles;
    }

    @Override
    public List<String> notes(RunPlan run, SettingValues values) {
        return Notes.with(Notes.with(Recipe.super.notes(run, values), Notes.GREY,
                ClusterSampler.items(run.images()) + " items in " + clusters(run, values)
                        + " clusters, found anew every epoch by " + components(run, values)
                        + " components of the bottleneck's mean: numbers and features are our own reading."),
                Notes.published(values, "the optimiser, gradient descent with momentum, is Adam here but for the"
                        + " classifier, images are not Sobel-filtered, and an empty cluster takes the farthest item"
                        + " where another was split"));
    }
}
