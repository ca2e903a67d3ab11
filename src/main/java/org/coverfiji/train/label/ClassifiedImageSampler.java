package org.coverfiji.train.label;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.train.view.AffineMotion;
import org.coverfiji.train.view.AffineWarp;
import org.coverfiji.train.view.Appearance;
import org.coverfiji.train.view.EpochOrder;
import org.coverfiji.train.view.Flatness;
import org.coverfiji.train.view.ViewRandom;

/**
 * Draws augmented whole images with one class each. A batch is a pure function of the seed and the iteration. Safe for
 * use by several threads.
 */
public final class ClassifiedImageSampler {

    private final List<FloatImage> images;
    private final int[] labels;
    private final LabelPatchSettings settings;
    private final int[] patch;
    private final int batchSize;
    private final long seed;
    private final EpochOrder order;

    /**
     * @param images prepared, all of the patch's size
     * @param labels the class of each
     */
    public ClassifiedImageSampler(List<FloatImage> images, int[] labels, LabelPatchSettings settings, int batchSize,
            long seed) {
        if (images.isEmpty()) {
            throw new CoverException("There is no image to train on: give at least one per class.");
        }
        this.images = List.copyOf(images);
        this.labels = labels.clone();
        this.settings = settings;
        this.batchSize = batchSize;
        this.seed = seed;
        patch = settings.augmentation().patch();
        order = new EpochOrder(images.size(), seed);
    }

    /** The batch of this iteration (0, 1, …); labels and mask are [N, 1, (1,) 1, 1]. */
    public LabelBatch batch(long iteration) {
        int channels = images.get(0).channels();
        int[] shape = Tensor.batchShape(batchSize, channels, patch);
        int[] single = new int[shape.length];
        Arrays.fill(single, 1);
        single[0] = batchSize;
        Tensor batch = Tensor.zeros(shape);
        Tensor classes = Tensor.zeros(single);
        Tensor mask = Tensor.zeros(single);
        int pixels = Math.toIntExact(Tensor.size(patch));
        AffineWarp warp = new AffineWarp(patch);
        Appearance appearance = new Appearance(settings.augmentation());
        float[] flow = new float[batchSize * patch.length * pixels];
        float[] inside = new float[batchSize * pixels];
        for (int n = 0; n < batchSize; n++) {
            int index = order.image(iteration * batchSize + n);
            FloatImage image = images.get(index);
            ViewRandom random = ViewRandom.of(seed, iteration, n);
            AffineMotion motion = AffineMotion.draw(settings.augmentation(), image.spacing(), random);
            boolean[] flips = settings.flips();
            for (int axis = 0; axis < flips.length; axis++) {
                flips[axis] &= random.chance(0.5);
            }
            warp.write(image, new int[patch.length], motion.mirrored(flips), batch.data(), flow, inside, n);
            appearance.apply(batch.data(), n * channels * pixels, channels, image.spacing(), random);
            classes.data()[n] = labels[index];
            mask.data()[n] = Flatness.varies(batch.data(), n * channels * pixels, channels, pixels) ? 1 : 0;
        }
        return new LabelBatch(batch, classes, mask);
    }
}
