package org.coverfiji.app.next;

import java.util.List;

import org.coverfiji.app.features.ImageFeatures;
import org.coverfiji.app.features.LevelMap;
import org.coverfiji.engine.api.NetworkConfiguration;

/**
 * What is known of an image when images are ranked: where it lies in the space of features, and how unsure a model is
 * of it. Immutable.
 */
final class ImageProfile {

    private final String name;
    private final double[] features;
    private final double uncertainty;

    /** @param uncertainty NaN without a task model */
    ImageProfile(String name, double[] features, double uncertainty) {
        this.name = name;
        this.features = features;
        this.uncertainty = uncertainty;
    }

    String name() {
        return name;
    }

    double[] features() {
        return features;
    }

    double uncertainty() {
        return uncertainty;
    }

    /** The average and the deviation over the image of every channel of every level, which all weigh the same. */
    static double[] pooled(ImageFeatures image) {
        double[] pooled = new double[2 * image.features()];
        int at = 0;
        for (int level = 0; level < NetworkConfiguration.LEVELS; level++) {
            LevelMap map = image.level(level);
            for (int channel = 0; channel < map.channels(); channel++, at += 2) {
                double sum = 0;
                double squares = 0;
                for (float value : map.channel(channel)) {
                    sum += value;
                    squares += (double) value * value;
                }
                double mean = sum / map.pixels();
                pooled[at] = mean;
                pooled[at + 1] = Math.sqrt(Math.max(0, squares / map.pixels() - mean * mean));
            }
        }
        return pooled;
    }

    /** Of slices and time points of one file. */
    static double[] mean(List<double[]> vectors) {
        double[] mean = new double[vectors.get(0).length];
        for (double[] vector : vectors) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += vector[i] / vectors.size();
            }
        }
        return mean;
    }
}
