package org.coverfiji.train.view;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;

/**
 * Draws the view pairs of self-vector regression (SeVR). From a random patch m of an image come the moving view
 * M = appearance(m) and the fixed view F(p) = m(p + ψ(p)), whose content beyond the patch is taken from the image
 * around it (zero beyond the image). ψ is exact: warping m by it gives F wherever the mask is 1.
 *
 * <p>A pair of which one view shows nothing, such as the background of a masked image, is drawn again, up to a bound;
 * in the end its mask is 0.
 *
 * <p>A batch is a pure function of the seed and the iteration, whatever was drawn before and by whichever thread.
 * Every image is visited once per epoch, in a shuffled order. Safe for use by several threads.
 */
public final class ViewSampler {

    /** What every JVM can allocate as one array, memory permitting. */
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** How often a pair of which one view shows nothing is drawn again. */
    private static final int TRIES = 5;

    private final ImageSource images;
    private final ViewConfiguration configuration;
    private final int batchSize;
    private final long seed;
    private final EpochOrder order;

    /**
     * @param images at least as large as the patch, in [0, 1], all with the same number of channels
     * @param batchSize pairs per batch
     * @throws CoverException if there is no image or a setting is out of its range
     */
    public ViewSampler(ImageSource images, ViewConfiguration configuration, int batchSize, long seed) {
        configuration.validate();
        if (batchSize < 1) {
            throw new CoverException("The batch size is " + batchSize + ", but must be at least 1.");
        }
        if (images.size() < 1) {
            throw new CoverException("There is no image to draw views from: give at least one.");
        }
        this.images = images;
        this.configuration = configuration;
        this.batchSize = batchSize;
        this.seed = seed;
        order = new EpochOrder(images.size(), seed);
    }

    public ViewConfiguration configuration() {
        return configuration;
    }

    public int batchSize() {
        return batchSize;
    }

    /**
     * The batch of this iteration (0, 1, …).
     *
     * @throws CoverException if an image cannot be had, is smaller than the patch or differs in channels
     */
    public ViewBatch batch(long iteration) {
        return batch(iteration, 0, batchSize);
    }

    /** The same batches as a network is given them; a part draws none but its own pairs. */
    public BatchSampler batches() {
        return new Pairs(0, batchSize);
    }

    /** Of every batch the pairs from one number to another, that one not included. */
    private final class Pairs implements BatchSampler {

        private final int from;
        private final int to;

        Pairs(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Batch batch(long iteration) {
            return ViewSampler.this.batch(iteration, from, to).batch();
        }

        @Override
        public BatchSampler part(int first, int end) {
            if (first < 0 || first >= end || end > to - from) {
                throw new IllegalArgumentException("pairs " + first + " to " + end + " of " + (to - from));
            }
            return new Pairs(from + first, from + end);
        }
    }

    private ViewBatch batch(long iteration, int from, int to) {
        if (iteration < 0) {
            throw new IllegalArgumentException("iteration " + iteration);
        }
        int[] numbers = Arrays.copyOfRange(order.batch(iteration, batchSize), from, to);
        FloatImage first = images.get(numbers[0]);
        int channels = first.channels();
        int[] patch = configuration.patch();
        check(first, first, patch);
        Tensor moving = tensor(numbers.length, channels, patch);
        Tensor fixed = tensor(numbers.length, channels, patch);
        Tensor flow = tensor(numbers.length, patch.length, patch);
        Tensor mask = tensor(numbers.length, 1, patch);
        Drawing drawing = new Drawing(new ViewBatch(moving, fixed, flow, mask, numbers));
        for (int pair = 0; pair < numbers.length; pair++) {
            FloatImage image = first;
            if (pair > 0) {
                image = images.get(numbers[pair]);
                check(image, first, patch);
            }
            drawing.draw(image, pair, ViewRandom.of(seed, iteration, from + pair));
        }
        return drawing.batch;
    }

    /** Fills the pairs of one batch. */
    private final class Drawing {

        private final ViewBatch batch;
        private final PatchCutter cutter = new PatchCutter(configuration.patch());
        private final AffineWarp warp = new AffineWarp(configuration.patch());
        private final Appearance appearance = new Appearance(configuration);
        private final int pixels = Math.toIntExact(Tensor.size(configuration.patch()));

        Drawing(ViewBatch batch) {
            this.batch = batch;
        }

        void draw(FloatImage image, int pair, ViewRandom random) {
            boolean seen = drawOnce(image, pair, random);
            for (int attempt = 1; attempt < TRIES && !seen; attempt++) {
                clear(batch.fixed(), pair);
                seen = drawOnce(image, pair, random);
            }
            if (!seen) {
                clear(batch.mask(), pair);
            }
        }

        /** @return whether there is something to see in both views */
        private boolean drawOnce(FloatImage image, int pair, ViewRandom random) {
            int channels = image.channels();
            int start = pair * channels * pixels;
            int[] origin = cutter.cut(image, batch.moving().data(), start, random);
            AffineMotion motion = AffineMotion.draw(configuration, image.spacing(), random);
            warp.write(image, origin, motion, batch.fixed().data(), batch.flow().data(), batch.mask().data(), pair);
            appearance.apply(batch.moving().data(), start, channels, image.spacing(), random);
            return Flatness.varies(batch.moving().data(), start, channels, pixels)
                    && Flatness.varies(batch.fixed().data(), start, channels, pixels);
        }

        private void clear(Tensor tensor, int pair) {
            int length = tensor.data().length / tensor.size(0);
            Arrays.fill(tensor.data(), pair * length, (pair + 1) * length, 0);
        }
    }

    /** @throws CoverException if no array can be so large */
    public static Tensor tensor(int samples, int channels, int[] patch) {
        int[] shape = Tensor.batchShape(samples, channels, patch);
        if (Tensor.size(shape) > LARGEST_ARRAY) {
            throw new CoverException("A batch of " + samples + " patches of " + Arrays.toString(patch)
                    + " pixels is larger than an array can be: choose a smaller patch or batch.");
        }
        return Tensor.zeros(shape);
    }

    /** @throws CoverException if an image cannot be used beside the first of its batch */
    public static void check(FloatImage image, FloatImage first, int[] patch) {
        int[] size = image.size();
        if (size.length != patch.length) {
            throw new CoverException("The image " + image.name() + " is " + size.length + "D, but the patch is "
                    + patch.length + "D: choose the images' dimensions.");
        }
        for (int axis = 0; axis < patch.length; axis++) {
            if (size[axis] < patch[axis]) {
                throw new CoverException("The image " + image.name() + " of " + Arrays.toString(size)
                        + " pixels is smaller than the patch " + Arrays.toString(patch) + ": choose a smaller patch.");
            }
        }
        for (double step : image.spacing()) {
            if (!(step > 0 && step < Double.POSITIVE_INFINITY)) {
                throw new CoverException("The image " + image.name() + " has the pixel size "
                        + Arrays.toString(image.spacing()) + ": every number must be positive.");
            }
        }
        if (image.channels() != first.channels()) {
            throw new CoverException("The image " + image.name() + " has " + image.channels() + " channels, but "
                    + first.name() + " has " + first.channels() + ": all must have the same number.");
        }
    }
}
