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
import org.coverfiji.train.view.Rows;
import org.coverfiji.train.view.ViewRandom;

/**
 * Draws augmented patches of labelled images: the image is interpolated linearly, its labels are taken from the
 * nearest pixel, both at p + ψ(p) with the affine ψ of the pretraining's views. What lies beyond the image, or is to be
 * ignored, has mask 0.
 *
 * <p>A batch is a pure function of the seed and the iteration. Every image is visited once per epoch, in a shuffled
 * order. Safe for use by several threads.
 */
public final class LabelPatchSampler {

    /** How often a patch in which no label counts, or nothing is to be seen, is drawn again. */
    private static final int TRIES = 10;

    private final List<LabelledExample> examples;
    private final LabelPatchSettings settings;
    private final int[] patch;
    private final int batchSize;
    private final long seed;
    private final EpochOrder order;

    /**
     * @param examples at least one, all of the patch's dimensions and with the same channels
     * @param batchSize patches per batch
     */
    public LabelPatchSampler(List<LabelledExample> examples, LabelPatchSettings settings, int batchSize, long seed) {
        if (examples.isEmpty()) {
            throw new CoverException("There is no labelled image to train on: give at least one.");
        }
        this.examples = List.copyOf(examples);
        this.settings = settings;
        this.batchSize = batchSize;
        this.seed = seed;
        patch = settings.augmentation().patch();
        order = new EpochOrder(examples.size(), seed);
    }

    /** The batch of this iteration (0, 1, …). */
    public LabelBatch batch(long iteration) {
        int channels = examples.get(0).image().channels();
        Tensor images = tensor(channels);
        Tensor labels = tensor(1);
        Tensor mask = tensor(1);
        Scratch scratch = new Scratch(channels);
        for (int n = 0; n < batchSize; n++) {
            LabelledExample example = examples.get(order.image(iteration * batchSize + n));
            ViewRandom random = ViewRandom.of(seed, iteration, n);
            boolean usable = false;
            for (int attempt = 0; attempt < TRIES && !usable; attempt++) {
                usable = draw(example, random, scratch, labels.data(), mask.data(), n);
                scratch.appearance.apply(scratch.image, 0, channels, example.image().spacing(), random);
                usable &= Flatness.varies(scratch.image, 0, channels, scratch.pixels);
            }
            if (!usable) {
                Arrays.fill(mask.data(), n * scratch.pixels, (n + 1) * scratch.pixels, 0);
            }
            System.arraycopy(scratch.image, 0, images.data(), n * scratch.image.length, scratch.image.length);
        }
        return new LabelBatch(images, labels, mask);
    }

    /** Buffers for one patch. */
    private final class Scratch {

        private final AffineWarp warp = new AffineWarp(patch);
        private final Appearance appearance = new Appearance(settings.augmentation());
        private final int pixels = Math.toIntExact(Tensor.size(patch));
        private final float[] image;
        private final float[] flow = new float[patch.length * pixels];
        private final float[] inPatch = new float[pixels];

        Scratch(int channels) {
            image = new float[channels * pixels];
        }
    }

    private Tensor tensor(int channels) {
        return Tensor.zeros(Tensor.batchShape(batchSize, channels, patch));
    }

    /** @return whether any label counts */
    private boolean draw(LabelledExample example, ViewRandom random, Scratch scratch, float[] labels, float[] mask,
            int n) {
        FloatImage image = example.image();
        int[] origin = origin(example, random);
        AffineMotion motion = AffineMotion.draw(settings.augmentation(), image.spacing(), random);
        boolean[] flips = settings.flips();
        for (int axis = 0; axis < flips.length; axis++) {
            flips[axis] &= random.chance(0.5);
        }
        Arrays.fill(scratch.image, 0);
        scratch.warp.write(image, origin, motion.mirrored(flips), scratch.image, scratch.flow, scratch.inPatch, 0);
        return writeLabels(example, origin, scratch.flow, labels, mask, n * scratch.pixels);
    }

    /** A random place, or one that has a random pixel of a random class in the middle, as far as the image reaches. */
    private int[] origin(LabelledExample example, ViewRandom random) {
        int[] size = example.image().size();
        int[] origin = new int[size.length];
        boolean centred = random.chance(settings.foregroundShare());
        int[] classes = centred ? example.pixels().foreground() : new int[0];
        if (classes.length == 0 && example.isSparse()) {
            classes = example.pixels().labelled();
        }
        if (classes.length == 0) {
            for (int axis = 0; axis < size.length; axis++) {
                origin[axis] = random.index(size[axis] - patch[axis] + 1);
            }
            return origin;
        }
        int[] places = example.pixels().places(classes[random.index(classes.length)]);
        int place = places[random.index(places.length)];
        for (int axis = size.length - 1; axis >= 0; axis--) {
            int centre = place % size[axis];
            place /= size[axis];
            origin[axis] = Math.max(0, Math.min(size[axis] - patch[axis], centre - patch[axis] / 2));
        }
        return origin;
    }

    private boolean writeLabels(LabelledExample example, int[] origin, float[] flow, float[] labels, float[] mask,
            int start) {
        int[] size = example.image().size();
        int[] source = example.labels();
        int last = patch.length - 1;
        int pixels = flow.length / patch.length;
        int[] row = new int[last];
        int p = 0;
        boolean any = false;
        do {
            for (int x = 0; x < patch[last]; x++, p++) {
                int index = 0;
                for (int axis = 0; axis <= last && index >= 0; axis++) {
                    int own = axis == last ? x : row[axis];
                    int position = Math.round(origin[axis] + own + flow[axis * pixels + p]);
                    index = position >= 0 && position < size[axis] ? index * size[axis] + position : -1;
                }
                int label = index < 0 ? -1 : source[index];
                labels[start + p] = Math.max(0, label);
                mask[start + p] = label < 0 ? 0 : 1;
                any |= label >= 0;
            }
        } while (Rows.next(row, patch));
        return any;
    }
}
