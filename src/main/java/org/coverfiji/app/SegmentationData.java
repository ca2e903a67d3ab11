package org.coverfiji.app;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.train.label.LabelPatchSampler;
import org.coverfiji.train.label.LabelPatchSettings;
import org.coverfiji.train.label.LabelledExample;

/** Labelled images, checked and split, and prepared for the network. */
final class SegmentationData {

    /** A class is not made to count more than this many times as much as another. */
    private static final double GREATEST_WEIGHT = 10;

    /** Batches of patches that features are measured on. */
    private static final int MEASURED = 8;

    private final LabelledSplit split;
    private final int classes;
    private final TaskPreparation preparation;
    private final List<LabelledExample> examples = new ArrayList<>();
    private final List<FloatImage> validationImages = new ArrayList<>();
    private final List<LabelImage> validationLabels = new ArrayList<>();

    /**
     * @param classes number of classes, 0 = as many as the labels hold
     * @throws CoverException if images do not fit each other, the patch or the classes
     */
    SegmentationData(LabelledSplit split, int classes, TaskPreparation preparation, int[] patch) {
        this.split = split;
        this.preparation = preparation;
        this.classes = classes > 0 ? classes : count(split);
        FloatImage first = split.training().get(0).image();
        for (LabelledImage labelled : split.training()) {
            requireLike(first, labelled.image());
            FloatImage prepared = preparation.apply(labelled.image());
            examples.add(new LabelledExample(prepared, LabelResampling.toSize(labelled.label(), prepared.size()),
                    this.classes, patch));
        }
        for (LabelledImage labelled : split.validation()) {
            requireLike(first, labelled.image());
            FloatImage prepared = preparation.apply(labelled.image());
            validationImages.add(prepared);
            validationLabels.add(LabelResampling.toSize(labelled.label(), prepared.size()));
        }
        requireEveryClass();
    }

    private static int count(LabelledSplit split) {
        int maximum = 0;
        for (LabelledImage labelled : split.training()) {
            maximum = Math.max(maximum, labelled.label().maximum());
        }
        for (LabelledImage labelled : split.validation()) {
            maximum = Math.max(maximum, labelled.label().maximum());
        }
        if (maximum == 0) {
            throw new CoverException("The label images hold nothing but background; draw at least one object, or check"
                    + " that they are the right files.");
        }
        return maximum + 1;
    }

    private static void requireLike(FloatImage first, FloatImage image) {
        Segmenter.requireSide(image);
        if (image.dimensions() != first.dimensions() || image.channels() != first.channels()) {
            throw new CoverException(image.name() + " is a " + image.dimensions() + "D image with " + image.channels()
                    + " channels, but " + first.name() + " is " + first.dimensions() + "D with " + first.channels()
                    + "; give images of one kind.");
        }
    }

    private void requireEveryClass() {
        long[] counts = counts();
        for (int k = 0; k < classes; k++) {
            if (counts[k] == 0) {
                throw new CoverException("No pixel of class " + k + " is in the " + examples.size()
                        + " training images, though there are " + classes
                        + " classes; label some, hold back fewer images, or choose another seed.");
            }
        }
    }

    private long[] counts() {
        long[] counts = new long[classes];
        for (LabelledExample example : examples) {
            long[] own = example.counts();
            for (int k = 0; k < classes; k++) {
                counts[k] += own[k];
            }
        }
        return counts;
    }

    LabelledSplit split() {
        return split;
    }

    int classes() {
        return classes;
    }

    TaskPreparation preparation() {
        return preparation;
    }

    List<LabelledExample> examples() {
        return examples;
    }

    FloatImage firstPrepared() {
        return preparation.scaled(split.training().get(0).image());
    }

    /** One over the square root of the class's share, with mean 1; all 1 if rare classes count no more. */
    float[] classWeights(boolean balance) {
        float[] weights = new float[classes];
        Arrays.fill(weights, 1);
        if (balance) {
            long[] counts = counts();
            long most = Arrays.stream(counts).max().getAsLong();
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                weights[k] = (float) Math.min(GREATEST_WEIGHT, Math.sqrt((double) most / counts[k]));
                sum += weights[k];
            }
            for (int k = 0; k < classes; k++) {
                weights[k] *= classes / sum;
            }
        }
        return weights;
    }

    /** Plain patches of the training images, as inference sees them. */
    List<Tensor> patches(int[] patch, int batch, long seed) {
        LabelPatchSampler sampler = new LabelPatchSampler(examples, LabelPatchSettings.plain(patch), batch, seed);
        List<Tensor> patches = new ArrayList<>();
        for (int i = 0; i < MEASURED; i++) {
            patches.add(sampler.batch(i).images());
        }
        return patches;
    }

    boolean hasValidation() {
        return !validationImages.isEmpty();
    }

    /** Mean Dice of the foreground classes over the validation images, at the training scale. */
    double validate(PixelPredictor predictor) {
        DiceCounts counts = new DiceCounts(classes);
        for (int i = 0; i < validationImages.size(); i++) {
            counts.add(predictor.classes(validationImages.get(i)), validationLabels.get(i));
        }
        return counts.mean();
    }

    /** What the log says about images that are resampled. */
    List<String> notes() {
        return split.training().stream().map(labelled -> preparation.note(labelled.image()))
                .filter(note -> note != null).collect(Collectors.toList());
    }
}
