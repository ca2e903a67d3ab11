package org.coverfiji.app.propagate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.ImageFeatures;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;

/**
 * Draws the labelled pixels that are remembered: as many of every class, at random from all that there are, so that a
 * rare class is known as well as others. Where all pixels are labelled, each that is remembered votes for as many as it
 * stands for; else rare classes would spread. How much somebody has scribbled says nothing of how frequent a class is:
 * of scribbles all classes count alike.
 */
final class LabelledPixels {

    private LabelledPixels() {
    }

    /**
     * Draws pixels and takes their features.
     *
     * @param settings say how many, of which levels, and by which seed
     * @param progress hears which image's turn it is
     * @throws org.coverfiji.CoverException if a class has no pixel, or an image does not fit the model
     */
    static FeatureMemory remember(LabelledImages labelled, FeatureExtractor extractor, PropagateSettings settings,
            IntConsumer progress) {
        labelled.requireEveryClass();
        long[] left = labelled.classPixels();
        boolean scribbles = Arrays.stream(left).sum() < pixels(labelled);
        double[] weights = new double[left.length];
        long[] wanted = new long[left.length];
        List<List<float[]>> vectors = new ArrayList<>();
        for (int c = 0; c < left.length; c++) {
            wanted[c] = Math.min(settings.memory(), left[c]);
            weights[c] = (scribbles ? 1.0 : left[c]) / wanted[c];
            vectors.add(new ArrayList<>());
        }
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (int i = 0; i < labelled.size(); i++) {
            CancelledException.ifInterrupted();
            progress.accept(i);
            LabelledImage one = labelled.get(i);
            ImageFeatures features = null;
            for (int pixel = 0; pixel < one.label().pixels(); pixel++) {
                int c = one.label().get(pixel);
                // Each with the probability that leaves exactly the wanted number at the end.
                if (c != LabelImage.IGNORE && random.nextDouble() * left[c]-- < wanted[c]) {
                    wanted[c]--;
                    features = features == null ? extractor.of(one.image()) : features;
                    vectors.get(c).add(features.finer(features.at(point(one.label().size(), pixel)),
                            settings.coarsest()));
                }
            }
        }
        return new FeatureMemory(extractor.model().network(), settings.coarsest(), vectors, weights);
    }

    private static long pixels(LabelledImages labelled) {
        return IntStream.range(0, labelled.size()).mapToLong(i -> Arrays.stream(labelled.imageSize(i))
                .mapToLong(side -> side).reduce(1, (a, b) -> a * b)).sum();
    }

    private static double[] point(int[] size, int pixel) {
        double[] point = new double[size.length];
        int rest = pixel;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            point[axis] = rest % size[axis];
            rest /= size[axis];
        }
        return point;
    }
}
