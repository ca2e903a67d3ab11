package org.coverfiji.model;

import org.coverfiji.engine.api.Tensor;

/** Mean and standard deviation per channel of feature maps that arrive batch by batch (Chan's pairwise update). */
final class RunningMoments {

    private final double[] mean;
    private final double[] squares;
    private long count;

    RunningMoments(int channels) {
        mean = new double[channels];
        squares = new double[channels];
    }

    /** @param maps [N, C, (D,) H, W] */
    void add(Tensor maps) {
        int channels = mean.length;
        int pixels = maps.data().length / (maps.size(0) * channels);
        for (int n = 0; n < maps.size(0); n++) {
            for (int c = 0; c < channels; c++) {
                addChannel(c, maps.data(), (n * channels + c) * pixels, pixels);
            }
            count += pixels;
        }
    }

    private void addChannel(int channel, float[] data, int start, int pixels) {
        double sum = 0;
        for (int i = start; i < start + pixels; i++) {
            sum += data[i];
        }
        double newMean = sum / pixels;
        double newSquares = 0;
        for (int i = start; i < start + pixels; i++) {
            double difference = data[i] - newMean;
            newSquares += difference * difference;
        }
        double shift = newMean - mean[channel];
        double total = count + pixels;
        mean[channel] += shift * pixels / total;
        squares[channel] += newSquares + shift * shift * count * pixels / total;
    }

    float[] mean() {
        float[] result = new float[mean.length];
        for (int c = 0; c < result.length; c++) {
            result[c] = (float) mean[c];
        }
        return result;
    }

    /** Over all pixels (divided by their number). */
    float[] std() {
        float[] result = new float[mean.length];
        for (int c = 0; c < result.length; c++) {
            result[c] = (float) Math.sqrt(squares[c] / count);
        }
        return result;
    }
}
