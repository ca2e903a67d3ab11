package org.coverfiji.method;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.ImageSource;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;
import org.coverfiji.train.crop.CropConfiguration;
import org.coverfiji.train.crop.CropSampler;

/** What methods of contrast share: settings, whose defaults each recipe gives, and what follows from them. */
public final class ContrastSettings {

    /** The measure of all methods with embeddings: how much these differ, from 1, all directions, to 0, collapsed. */
    public static final String SPREAD = "embedding_spread";

    /** As many as a head with batch normalisation should have of each step. */
    static final int FEWEST_VECTORS = 8;

    public static final Setting<Double> TEMPERATURE = Setting.number("temperature", 0.2)
            .right(value -> value > 0 && value <= 10, "above 0 and at most 10")
            .help("by which the cosines are divided");
    public static final Setting<Integer> HIDDEN = Setting.whole("hidden", 256).between(8, 8192)
            .help("channels of the heads' hidden layer");
    public static final Setting<Integer> EMBEDDING = Setting.whole("embedding", 128).between(2, 8192)
            .help("channels of an embedding, the heads' output");
    public static final Setting<String> NORM = Setting.choice("norm", "batch", "batch", "group", "none")
            .help("normalisation between the layers of the image's head");
    public static final Setting<String> DENSE_NORM = Setting.choice("dense_norm", "none", "batch", "group", "none")
            .help("normalisation between the layers of the positions' head");
    public static final Setting<Double> MOMENTUM = Setting.number("momentum", 0.99).between(0, 1)
            .help("how slowly the teacher follows: its share of the moving average at every step");
    public static final Setting<Integer> QUEUE = Setting.whole("queue", 0).between(0, 1 << 20)
            .help("keys of earlier steps to tell from; 0 for a length that suits the images");
    public static final Setting<Double> SMALLEST_AREA = Setting.number("smallest_area", 0.2).between(0.01, 1)
            .help("least part of an image's area, in 3D volume, that a crop shows");
    public static final Setting<Integer> FEATURE_LEVEL = Setting.whole("feature_level", NetworkConfiguration.LEVELS - 1)
            .between(0, NetworkConfiguration.LEVELS - 1)
            .help("the U-Net's level that positions are of: 0 deepest, 4 full resolution");
    public static final Setting<Integer> GRID = Setting.whole("grid", 16).between(2, 64)
            .help("positions along every side of the grid to which the level is averaged; 16 in 2D, 8 in 3D");

    private static final int SHORTEST_QUEUE = 64;
    private static final int LONGEST_QUEUE = 1024;
    private static final int KEYS_PER_IMAGE = 8;
    /** A queue of pixels holds those of so many steps: neighbours of one image are no good negatives. */
    private static final int STEPS_OF_PIXELS = 20;

    private ContrastSettings() {
    }

    static Norm norm(String name) {
        return Norm.valueOf(name.toUpperCase(Locale.ROOT));
    }

    static Norm norm(SettingValues values) {
        return norm(values.get(NORM));
    }

    /** Linear, normalisation, ReLU, linear. */
    static HeadConfiguration head(String name, int hidden, SettingValues values, boolean lastBias) {
        return new HeadConfiguration(name, new int[] {hidden, values.get(EMBEDDING)}, norm(values), lastBias);
    }

    /** What MoCo v2 does to an image, and many after it. */
    static CropConfiguration moCoCrops(SettingValues values) {
        return new CropConfiguration(values.get(SMALLEST_AREA), 0.8, 0.4, 0.5);
    }

    /** Two crops of every image, both by {@link #moCoCrops}. */
    static CropSampler crops(ImageSource images, RunPlan run, SettingValues values) {
        return new CropSampler(images, run.patch(), moCoCrops(values), run.samples(), run.seed());
    }

    /** Two crops as BYOL has them: the first always blurred, the second seldom, but sometimes solarised. */
    static CropSampler unlikeCrops(ImageSource images, RunPlan run, SettingValues values) {
        double smallest = values.get(SMALLEST_AREA);
        return new CropSampler(images, run.patch(), new CropConfiguration(smallest, 0.8, 0.4, 1),
                new CropConfiguration(smallest, 0.8, 0.4, 0.1, 0.2), run.samples(), run.seed());
    }

    /** The length of a queue of images' keys: a longer one than this would hold every image many times. */
    static int queue(RunPlan run, SettingValues values) {
        int asked = values.get(QUEUE);
        return asked > 0 ? asked
                : (int) Math.max(SHORTEST_QUEUE, Math.min(LONGEST_QUEUE, (long) KEYS_PER_IMAGE * run.images()));
    }

    /** The length of a queue of pixels' keys. @param perImage pixels of an image in a step */
    static int pixelQueue(RunPlan run, int perImage, SettingValues values) {
        int asked = values.get(QUEUE);
        return asked > 0 ? asked : STEPS_OF_PIXELS * run.samples() * perImage;
    }

    /** Positions along every axis of the map of the level that is read. */
    static int[] map(RunPlan run, SettingValues values) {
        return map(run, values.get(FEATURE_LEVEL));
    }

    /** Positions along every axis of the map of a level. */
    static int[] map(RunPlan run, int level) {
        int stride = NetworkConfiguration.levelStride(level);
        return Arrays.stream(run.patch()).map(side -> side / stride).toArray();
    }

    /** Positions along every side of the grid, no more than the map has along any. */
    static int gridSide(RunPlan run, SettingValues values) {
        return Math.min(values.get(GRID), Arrays.stream(map(run, values)).min().getAsInt());
    }

    /** All positions of the grid. */
    static long gridPositions(RunPlan run, SettingValues values) {
        return Math.round(Math.pow(gridSide(run, values), run.dimensions()));
    }

    /** What a loss against a queue is to be compared with. */
    static String chance(int keys) {
        return String.format(Locale.ROOT, "Against a queue of %d keys the loss of chance is log(1 + %d) = %.2f; it may"
                + " rise towards that while the queue fills.", keys, keys, Math.log1p(keys));
    }

    /** Adds heads that read vectors to a step's cost: the channels that go in, and those after each layer. */
    static StepCost addHead(StepCost cost, long vectors, int... channels) {
        long weights = 0;
        long outputs = 0;
        for (int i = 1; i < channels.length; i++) {
            weights += (long) channels[i - 1] * channels[i];
            outputs += channels[i];
        }
        return cost.add(weights + 3 * outputs, (double) vectors * weights, 3 * vectors * outputs);
    }

    /** Of a loss and the spread. */
    static Map<String, String> titles(String loss, String title) {
        Map<String, String> titles = new LinkedHashMap<>();
        titles.put(loss, title);
        titles.put(SPREAD, "Spread of embeddings");
        return titles;
    }
}
