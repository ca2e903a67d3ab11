package org.coverfiji.model;

import java.util.Arrays;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;

/**
 * Where a fine-tuned network's linear head sits, and by which statistics the features that it sees are standardised.
 * Immutable.
 */
public final class TaskHead {

    private final int[] levels;
    private final float[][] means;
    private final float[][] deviations;

    private TaskHead(int[] levels, float[][] means, float[][] deviations) {
        this.levels = levels;
        this.means = means;
        this.deviations = deviations;
    }

    /** A head on these levels' features as they are. */
    public static TaskHead plain(int... levels) {
        return new TaskHead(levels.clone(), null, null);
    }

    /** A head on all five levels, or scales of the encoder, standardised. */
    public static TaskHead standardized(FeatureStatistics statistics) {
        int count = NetworkConfiguration.LEVELS;
        float[][] means = new float[count][];
        float[][] deviations = new float[count][];
        int[] levels = new int[count];
        for (int level = 0; level < count; level++) {
            levels[level] = level;
            means[level] = new float[statistics.channels(level)];
            deviations[level] = new float[statistics.channels(level)];
            for (int c = 0; c < means[level].length; c++) {
                means[level][c] = statistics.mean(level, c);
                deviations[level][c] = 1 / statistics.scale(level, c);
            }
        }
        return new TaskHead(levels, means, deviations);
    }

    /**
     * A head on pooled maps, standardised.
     *
     * @param maps which, in order: 0 to 4 on the way down, 5 to 8 on the way up
     * @param means per map and pooled value
     * @param deviations the same, above 0
     */
    public static TaskHead pooled(int[] maps, float[][] means, float[][] deviations) {
        return new TaskHead(maps.clone(), means, deviations);
    }

    public int[] levels() {
        return levels.clone();
    }

    public boolean isStandardized() {
        return means != null;
    }

    /** What the engine is told of it. */
    public TaskConfiguration configuration(Task task, Protocol protocol, float[] classWeights) {
        return new TaskConfiguration(task, protocol, classWeights, levels, means, deviations);
    }

    /** Whether it is whole and fits the network; also for one that was read from a file. */
    boolean fits(NetworkConfiguration network, boolean classifies) {
        if (levels == null || levels.length == 0 || means == null != (deviations == null)) {
            return false;
        }
        for (int i = 0; i < levels.length; i++) {
            int level = levels[i];
            int count = classifies ? network.widths().length : NetworkConfiguration.LEVELS;
            if (level < 0 || level >= count || i > 0 && level <= levels[i - 1]) {
                return false;
            }
            int channels = classifies ? network.widths()[level] : network.levelChannels(level);
            if (classifies && means != null && means.length == levels.length && means[i].length == 2 * channels) {
                channels *= 2;
            }
            if (means != null && (means.length != levels.length || deviations.length != levels.length
                    || means[i].length != channels || deviations[i].length != channels
                    || !isFinite(means[i], false) || !isFinite(deviations[i], true))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(float[] values, boolean positive) {
        for (float value : values) {
            if (!Float.isFinite(value) || positive && value <= 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "linear head on level" + (levels.length == 1 ? " " + levels[0] : "s " + Arrays.toString(levels))
                + (isStandardized() ? ", standardised" : "");
    }
}
