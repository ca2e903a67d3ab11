package org.coverfiji.app.finetune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.app.apply.Segmenter;
import org.coverfiji.app.apply.TaskPreparation;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.UsualPixelSize;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.image.tile.PixelPredictor;
import org.coverfiji.metric.DiceCounts;
import org.coverfiji.train.label.LabelPatchSampler;
import org.coverfiji.train.label.LabelPatchSettings;
import org.coverfiji.train.label.LabelledExample;

/** Labelled images, checked and prepared for the network. */
final class SegmentationData {

    /** A class is not made to count more than this many times as much as another. */
    private static final double GREATEST_WEIGHT = 10;

    /** Batches of patches that features are measured on. */
    private static final int MEASURED = 8;

    private final LabelledParts parts;
    private final LabelledImages training;
    private final LabelledImages validation;
    private final TaskPreparation preparation;
    private final List<LabelledExample> examples = new ArrayList<>();
    private final List<FloatImage> validationImages = new ArrayList<>();
    private final List<LabelImage> validationLabels = new ArrayList<>();

    /** @throws org.coverfiji.CoverException if an image is too small or a class is in no training image */
    SegmentationData(LabelledParts parts, TaskPreparation preparation, int[] patch) {
        this.parts = parts;
        training = parts.training();
        validation = parts.validation();
        this.preparation = preparation;
        training.requireEveryClass();
        for (int i = 0; i < training.size(); i++) {
            LabelledImage labelled = training.get(i);
            Segmenter.requireSide(labelled.image());
            FloatImage prepared = preparation.apply(labelled.image());
            examples.add(new LabelledExample(prepared, labelled.label().resized(prepared.size()), classes(), patch));
        }
        for (int i = 0; validation != null && i < validation.size(); i++) {
            LabelledImage labelled = validation.get(i);
            Segmenter.requireSide(labelled.image());
            FloatImage prepared = preparation.apply(labelled.image());
            validationImages.add(prepared);
            validationLabels.add(labelled.label().resized(prepared.size()));
        }
    }

    LabelledParts parts() {
        return parts;
    }

    LabelledImages training() {
        return training;
    }

    /** Null if there are none. */
    LabelledImages validation() {
        return validation;
    }

    int classes() {
        return training.classes().count();
    }

    List<LabelledExample> examples() {
        return examples;
    }

    /** Of the prepared training images. */
    UsualPixelSize pixelSize() {
        UsualPixelSize.Collector sizes = new UsualPixelSize.Collector();
        examples.forEach(example -> sizes.add(example.spacing(), example.unit()));
        return sizes.median();
    }

    /**
     * What the prepared images and their labels will take of Java's memory, where they stay while it is trained.
     *
     * @param images null for none
     */
    static long bytes(LabelledImages images, TaskPreparation preparation) {
        long bytes = 0;
        for (int i = 0; images != null && i < images.size(); i++) {
            bytes += ResourceEstimate.labelledBytes(images.channels(),
                    preparation.scaledPixels(images.imageSize(i), images.spacing(i), images.unit(i)));
        }
        return bytes;
    }

    /** One over the square root of the class's share, with mean 1; all 1 if rare classes count no more. */
    float[] classWeights(boolean balance) {
        int classes = classes();
        float[] weights = new float[classes];
        Arrays.fill(weights, 1);
        if (balance) {
            long[] counts = training.classPixels();
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

    /** The image that previews show: one that is not trained on, if there is any. */
    String previewName() {
        return hasValidation() ? validation.name(0) : training.name(0);
    }

    /** A plain patch of that image, as a batch. */
    LabelBatch previewPatch(int[] patch, long seed) {
        LabelledExample shown = hasValidation()
                ? new LabelledExample(validationImages.get(0), validationLabels.get(0), classes(), patch)
                : examples.get(0);
        return new LabelPatchSampler(List.of(shown), LabelPatchSettings.centred(patch), 1, seed).batch(0);
    }

    boolean hasValidation() {
        return !validationImages.isEmpty();
    }

    /** Mean Dice of the validation images as {@link DiceCounts} has it, at the training scale. */
    double validate(PixelPredictor predictor) {
        DiceCounts counts = new DiceCounts(classes());
        for (int i = 0; i < validationImages.size(); i++) {
            counts.add(predictor.classes(validationImages.get(i)), validationLabels.get(i));
        }
        return counts.mean();
    }

    /** What the log says about images that are resampled: one line, however many there are; null for none. */
    String note() {
        List<String> notes = IntStream.range(0, training.size()).mapToObj(i -> preparation.note(training.name(i),
                training.imageSize(i), training.spacing(i), training.unit(i))).filter(Objects::nonNull)
                .collect(Collectors.toList());
        return notes.isEmpty() ? null : notes.size() == 1 ? notes.get(0)
                : notes.size() + " of " + training.size() + " training images are resampled, the first: "
                        + notes.get(0);
    }
}
