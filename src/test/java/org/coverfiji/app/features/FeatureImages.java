package org.coverfiji.app.features;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;

/** Images of noise, parts of which occur twice, and their features by a known engine. */
public final class FeatureImages {

    private FeatureImages() {
    }

    /** A model whose features are those of {@link PyramidEngine}. */
    public static ModelFile model(int dimensions) {
        NetworkConfiguration network = TestModels.network(dimensions, 1);
        float[][] means = new float[5][];
        float[][] stds = new float[5][];
        for (int level = 0; level < 5; level++) {
            means[level] = new float[network.levelChannels(level)];
            stds[level] = new float[network.levelChannels(level)];
            // Powers of pooled values in 0…1, about 0.
            for (int c = 0; c < means[level].length; c++) {
                means[level][c] = level + (float) Math.pow(0.5, c + 1);
                stds[level][c] = 0.05f;
            }
        }
        return TestModels.model(TestModels.description(network, 32)
                .featureStatistics(new FeatureStatistics(means, stds)).build());
    }

    public static FeatureExtractor extractor(int dimensions) {
        return new FeatureExtractor(new PyramidEngine(), model(dimensions));
    }

    /** Noise in 0…1, coarse enough to leave something in every level. */
    public static FloatImage noise(long seed, int... size) {
        Random random = new Random(seed);
        float[] coarse = new float[1 << 12];
        for (int i = 0; i < coarse.length; i++) {
            coarse[i] = random.nextFloat();
        }
        float[] data = new float[(int) Tensor.size(size)];
        for (int i = 0; i < data.length; i++) {
            int rest = i;
            int block = 0;
            for (int axis = size.length - 1; axis >= 0; axis--) {
                block = 31 * block + rest % size[axis] / 8;
                rest /= size[axis];
            }
            data[i] = 0.7f * coarse[Math.floorMod(block * 2654435, coarse.length)] + 0.3f * random.nextFloat();
        }
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 1);
        return new FloatImage("noise " + seed, data, 1, size, spacing, "pixel");
    }

    /** Copies a square or cube of pixels from one image to a place in another. */
    public static void plant(FloatImage from, int[] start, FloatImage to, int[] place, int side) {
        int[] size = from.size();
        int dimensions = size.length;
        for (int i = 0; i < Math.pow(side, dimensions); i++) {
            int rest = i;
            int source = 0;
            int target = 0;
            int sourceStride = 1;
            int targetStride = 1;
            for (int axis = dimensions - 1; axis >= 0; axis--) {
                source += (start[axis] + rest % side) * sourceStride;
                target += (place[axis] + rest % side) * targetStride;
                rest /= side;
                sourceStride *= size[axis];
                targetStride *= to.size()[axis];
            }
            to.data()[target] = from.data()[source];
        }
    }

    /** Planes as a stack, a volume as its slices. */
    public static ImagePlus window(String title, FloatImage... planes) {
        List<float[]> slices = new ArrayList<>();
        int[] size = planes[0].size();
        int plane = size[size.length - 1] * size[size.length - 2];
        for (FloatImage image : planes) {
            for (int start = 0; start < image.pixels(); start += plane) {
                slices.add(Arrays.copyOfRange(image.data(), start, start + plane));
            }
        }
        ImageStack stack = new ImageStack(size[size.length - 1], size[size.length - 2]);
        slices.forEach(pixels -> stack.addSlice(new FloatProcessor(stack.getWidth(), stack.getHeight(), pixels)));
        return new ImagePlus(title, stack);
    }

    public static FeatureStack stack(FeatureExtractor extractor, ImagePlus window) {
        ImageReader reader = new ImageReader(extractor.model().network());
        return new FeatureStack(extractor, reader.convert(window), reader.geometry(window));
    }
}
