package org.coverfiji.method;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.coverfiji.engine.api.HeadConfiguration;
import org.coverfiji.engine.api.LayerConfiguration.Norm;
import org.coverfiji.setting.Setting;
import org.coverfiji.setting.SettingValues;

/** What methods that compare embeddings have in common: settings, from which heads and queues follow, and titles. */
public final class ContrastSettings {

    /** The measure of all methods with embeddings: how much these differ, from 1, all directions, to 0, collapsed. */
    public static final String SPREAD = "embedding_spread";

    public static final Setting<Double> TEMPERATURE = Setting.number("temperature", 0.2)
            .right(value -> value > 0 && value <= 10, "above 0 and at most 10")
            .help("by which the cosines are divided");
    public static final Setting<Integer> HIDDEN = Setting.whole("hidden", 256)
            .right(value -> value == 0 || value >= 8 && value <= 8192,
                    "between 8 and 8192, or 0 for the features' number")
            .help("channels of the head's hidden layer; 0 = as many as it reads");
    public static final Setting<Integer> EMBEDDING = Setting.whole("embedding", 128).between(2, 8192)
            .help("channels of an embedding, the head's output");
    public static final Setting<String> NORM = Setting.choice("norm", "batch", "batch", "group", "none")
            .help("normalisation between the head's layers");
    public static final Setting<Double> SMALLEST_AREA = Setting.number("smallest_area", 0.2).between(0.01, 1)
            .help("least part of an image's area, in 3D volume, that a crop shows");
    public static final Setting<Double> MOMENTUM = Setting.number("momentum", 0.99)
            .right(value -> value >= 0 && value < 1, "at least 0 and below 1")
            .help("share of its weights that the teacher keeps in a step");
    public static final Setting<Integer> QUEUE = Setting.whole("queue", 0)
            .right(value -> value == 0 || value >= 8 && value <= 65536, "between 8 and 65536, or 0 for automatic")
            .help("keys of earlier steps to tell from; 0 = 8 for every image, from 64 to 1024");

    private static final int LEAST_QUEUE = 64;
    private static final int MOST_QUEUE = 1024;
    private static final int KEYS_PER_IMAGE = 8;

    private ContrastSettings() {
    }

    static Norm norm(SettingValues values) {
        return Norm.valueOf(values.get(NORM).toUpperCase(Locale.ROOT));
    }

    /** The hidden channels of a head that reads the bottleneck. */
    static int hidden(RunPlan run, SettingValues values) {
        return values.get(HIDDEN) == 0 ? run.network().levelChannels(0) : values.get(HIDDEN);
    }

    /** Linear, normalisation, ReLU, linear, as in most of them. */
    static HeadConfiguration head(String name, RunPlan run, SettingValues values, boolean lastBias) {
        return new HeadConfiguration(name, new int[] {hidden(run, values), values.get(EMBEDDING)}, norm(values),
                lastBias);
    }

    /** The length of a queue that takes up a key for every image. */
    static int queue(RunPlan run, SettingValues values) {
        long automatic = Math.max(LEAST_QUEUE, Math.min(MOST_QUEUE, (long) KEYS_PER_IMAGE * run.images()));
        return values.get(QUEUE) == 0 ? (int) automatic : values.get(QUEUE);
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
