package org.coverfiji.app.features;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.FeatureStatistics;

/** Brings the levels' features to one scale: standardised per channel, and what each channel weighs beside others. */
public final class LevelScale {

    private final NetworkConfiguration network;
    private final FeatureStatistics statistics;

    public LevelScale(NetworkConfiguration network, FeatureStatistics statistics) {
        this.network = network;
        this.statistics = statistics;
    }

    /** Features per pixel of some levels. */
    public int channels(int... levels) {
        return Arrays.stream(levels).map(network::levelChannels).sum();
    }

    /**
     * What a feature weighs where levels are compared or projected together: 1/√channels of its level, so that
     * standardised levels have one total variance each. Without that the deepest level, which has half of all channels,
     * would decide, and the result would show its coarse blocks.
     *
     * @return one value per feature, level after level
     */
    public double[] weights(int... levels) {
        return Arrays.stream(levels).mapToObj(level -> DoubleStream.generate(() -> weight(level))
                .limit(network.levelChannels(level))).flatMapToDouble(weights -> weights).toArray();
    }

    /** 1/√channels. */
    public double weight(int level) {
        return 1 / Math.sqrt(network.levelChannels(level));
    }

    /**
     * Standardises some levels of a network's maps in place.
     *
     * @param maps entry l for level l, [N, channels, (D,) H, W]
     */
    public void standardize(Tensor[] maps, int... levels) {
        for (int level : levels) {
            scale(maps[level], level, 1);
        }
    }

    /** Standardises all levels in place and multiplies them by their weights. */
    public void standardizeAndWeigh(Tensor[] maps) {
        for (int level = 0; level < maps.length; level++) {
            scale(maps[level], level, (float) weight(level));
        }
    }

    private void scale(Tensor map, int level, float weight) {
        float[] data = map.data();
        int channels = map.size(1);
        int pixels = data.length / (map.size(0) * channels);
        IntStream.range(0, map.size(0) * channels).parallel().forEach(plane -> {
            float mean = statistics.mean(level, plane % channels);
            float scale = weight * statistics.scale(level, plane % channels);
            for (int i = plane * pixels; i < (plane + 1) * pixels; i++) {
                data[i] = (data[i] - mean) * scale;
            }
        });
    }
}
