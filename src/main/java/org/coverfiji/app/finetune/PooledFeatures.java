package org.coverfiji.app.finetune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.TaskHead;

/**
 * What a classification reads: of maps of the U-Net, see {@link ReadMaps}, the average and the deviation of every
 * channel over the image.
 */
final class PooledFeatures {

    /** A value that varies less between images, relative to its average, carries rounding noise only. */
    private static final double RELATIVE_NOISE = 1e-6;

    private PooledFeatures() {
    }

    /**
     * A head that standardises them by their spread over images.
     *
     * @param encoder and backbone with the weights that training starts from
     * @param images at least one, each [1, C, (D,) H, W]
     * @param read numbers of the maps, in order
     */
    static TaskHead head(FeatureNetwork encoder, FeatureNetwork backbone, Iterable<Tensor> images, int... read) {
        List<double[][]> all = new ArrayList<>();
        images.forEach(image -> all.add(pooled(encoder.features(image), backbone.features(image), read)));
        float[][] means = new float[read.length][];
        float[][] deviations = new float[read.length][];
        for (int map = 0; map < read.length; map++) {
            int values = all.get(0)[map].length;
            means[map] = new float[values];
            deviations[map] = new float[values];
            for (int i = 0; i < values; i++) {
                double sum = 0;
                for (double[][] image : all) {
                    sum += image[map][i];
                }
                double mean = sum / all.size();
                double squares = 0;
                for (double[][] image : all) {
                    squares += (image[map][i] - mean) * (image[map][i] - mean);
                }
                double deviation = Math.sqrt(squares / all.size());
                means[map][i] = (float) mean;
                deviations[map][i] = deviation > RELATIVE_NOISE * Math.abs(mean) ? (float) deviation : 1;
            }
        }
        return TaskHead.pooled(read, means, deviations);
    }

    /** Of the way down, full resolution first, then of the way up without the bottleneck, which both have. */
    private static double[][] pooled(Tensor[] encoder, Tensor[] levels, int[] read) {
        return Arrays.stream(read)
                .mapToObj(map -> moments(map < encoder.length ? encoder[map] : levels[map - encoder.length + 1]))
                .toArray(double[][]::new);
    }

    /** All averages, then all deviations. */
    private static double[] moments(Tensor map) {
        int channels = map.size(1);
        int pixels = map.data().length / channels;
        double[] moments = new double[2 * channels];
        for (int channel = 0; channel < channels; channel++) {
            double sum = 0;
            for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
                sum += map.data()[i];
            }
            double mean = sum / pixels;
            double squares = 0;
            for (int i = channel * pixels; i < (channel + 1) * pixels; i++) {
                squares += (map.data()[i] - mean) * (map.data()[i] - mean);
            }
            moments[channel] = mean;
            moments[channels + channel] = Math.sqrt(squares / pixels + TaskConfiguration.POOLING_EPSILON);
        }
        return moments;
    }
}
