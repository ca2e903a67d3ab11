package org.coverfiji.model;

import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;

/**
 * Mean and standard deviation of every feature channel, per level of the U-Net, over a sample of training patches.
 * They bring the levels, whose raw scales differ widely, to one scale: z = (x − mean) / std. Immutable.
 */
public final class FeatureStatistics {

    /** Channels that vary less than this, relative to their mean, carry rounding noise only. */
    private static final double RELATIVE_NOISE = 1e-6;

    private final float[][] mean;
    private final float[][] std;

    /**
     * @param mean [level][channel]
     * @param std [level][channel]
     */
    public FeatureStatistics(float[][] mean, float[][] std) {
        if (mean.length != NetworkConfiguration.LEVELS || std.length != mean.length) {
            throw new IllegalArgumentException(mean.length + " and " + std.length + " levels");
        }
        this.mean = new float[mean.length][];
        this.std = new float[mean.length][];
        for (int level = 0; level < mean.length; level++) {
            if (mean[level].length != std[level].length) {
                throw new IllegalArgumentException("level " + level + " has " + mean[level].length + " means and "
                        + std[level].length + " standard deviations");
            }
            this.mean[level] = mean[level].clone();
            this.std[level] = std[level].clone();
        }
    }

    /**
     * Measures them on batches of training patches.
     *
     * @param batches each [N, C, (D,) H, W], sides multiples of 16, intensities in [0, 1]
     * @throws IllegalArgumentException if there is no batch
     */
    public static FeatureStatistics measure(FeatureNetwork network, Iterable<Tensor> batches) {
        RunningMoments[] levels = new RunningMoments[NetworkConfiguration.LEVELS];
        for (Tensor batch : batches) {
            Tensor[] maps = network.features(batch);
            for (int level = 0; level < levels.length; level++) {
                if (levels[level] == null) {
                    levels[level] = new RunningMoments(maps[level].size(1));
                }
                levels[level].add(maps[level]);
            }
        }
        if (levels[0] == null) {
            throw new IllegalArgumentException("no batch to measure feature statistics on");
        }
        float[][] mean = new float[levels.length][];
        float[][] std = new float[levels.length][];
        for (int level = 0; level < levels.length; level++) {
            mean[level] = levels[level].mean();
            std[level] = levels[level].std();
        }
        return new FeatureStatistics(mean, std);
    }

    public float mean(int level, int channel) {
        return mean[level][channel];
    }

    public float std(int level, int channel) {
        return std[level][channel];
    }

    public int channels(int level) {
        return mean[level].length;
    }

    /**
     * How much of a level's features differs between pixels: the root of Σ std² / Σ (std² + mean²) over its channels. 1
     * where they have no direction in common, 0 where all pixels have the same features, which then tell nothing; NaN
     * where all features are 0.
     */
    public double spread(int level) {
        double varying = 0;
        double all = 0;
        for (int channel = 0; channel < mean[level].length; channel++) {
            double variance = (double) std[level][channel] * std[level][channel];
            varying += variance;
            all += variance + (double) mean[level][channel] * mean[level][channel];
        }
        return Math.sqrt(varying / all);
    }

    /** 1/std; 1 for a channel that never varied, which then stays at 0 instead of showing amplified noise. */
    public float scale(int level, int channel) {
        float deviation = std[level][channel];
        return deviation > RELATIVE_NOISE * Math.abs(mean[level][channel]) ? 1 / deviation : 1;
    }

    /** Whether they have a value for each channel of that network; also for statistics that were read from a file. */
    public boolean fits(NetworkConfiguration network) {
        return fits(mean, network) && fits(std, network);
    }

    /** Whether all are finite, and deviations not negative; what is not would make every feature NaN. */
    boolean isFinite() {
        for (int level = 0; level < mean.length; level++) {
            for (int channel = 0; channel < mean[level].length; channel++) {
                if (!Float.isFinite(mean[level][channel]) || !Float.isFinite(std[level][channel])
                        || std[level][channel] < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean fits(float[][] values, NetworkConfiguration network) {
        if (values == null || values.length != NetworkConfiguration.LEVELS) {
            return false;
        }
        for (int level = 0; level < values.length; level++) {
            if (values[level] == null || values[level].length != network.levelChannels(level)) {
                return false;
            }
        }
        return true;
    }
}
