package org.coverfiji.train.corrupt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.EpochOrder;
import org.coverfiji.train.view.PatchCutter;
import org.coverfiji.train.view.ViewRandom;
import org.coverfiji.train.view.ViewSampler;

/**
 * Draws patches and spoils a copy of each. A batch holds {@value #INPUT}, what the network sees, and {@value #CLEAN},
 * what it is to restore, both [N, C, (D,) H, W]; where the corruption hides something also {@value #MASK},
 * [N, 1, (D,) H, W], 1 there, else 0. Every image is visited once per epoch, in a shuffled order.
 */
public final class RestorationSampler implements BatchSampler {

    public static final String INPUT = "input";
    public static final String CLEAN = "clean";
    public static final String MASK = "mask";

    private static final double FLIP = 0.4;
    private static final int MOST_FLIPS = 3;

    private final ImageSource images;
    private final int[] patch;
    private final Supplier<Corruption> corruptions;
    private final boolean flips;
    private final int samples;
    private final long seed;
    private final EpochOrder order;

    /**
     * @param images at least as large as the patch, in [0, 1], all with the same number of channels
     * @param corruptions makes one for every batch, because they are not safe for several threads
     * @param flips whether patches are mirrored before: up to three times, each with probability 0.4, along a random
     *        axis
     * @param samples patches per batch
     */
    public RestorationSampler(ImageSource images, int[] patch, Supplier<Corruption> corruptions, boolean flips,
            int samples, long seed) {
        this.images = images;
        this.patch = patch.clone();
        this.corruptions = corruptions;
        this.flips = flips;
        this.samples = samples;
        this.seed = seed;
        order = new EpochOrder(images.size(), seed);
    }

    @Override
    public Batch batch(long iteration) {
        int[] numbers = order.batch(iteration, samples);
        FloatImage first = images.get(numbers[0]);
        int channels = first.channels();
        Corruption corruption = corruptions.get();
        Tensor input = ViewSampler.tensor(samples, channels, patch);
        Tensor clean = ViewSampler.tensor(samples, channels, patch);
        Tensor mask = corruption.hides() ? ViewSampler.tensor(samples, 1, patch) : null;
        PatchCutter cutter = new PatchCutter(patch);
        int length = clean.data().length / samples;
        for (int sample = 0; sample < samples; sample++) {
            FloatImage image = images.get(numbers[sample]);
            ViewSampler.check(image, first, patch);
            ViewRandom random = ViewRandom.of(seed, iteration, sample);
            int start = sample * length;
            cutter.cut(image, clean.data(), start, random);
            for (int flip = 0; flips && flip < MOST_FLIPS && random.chance(FLIP); flip++) {
                mirror(clean.data(), start, channels, random.index(patch.length));
            }
            System.arraycopy(clean.data(), start, input.data(), start, length);
            corruption.apply(input.data(), start, channels, mask == null ? null : mask.data(),
                    sample * length / channels, random);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(INPUT, input);
        tensors.put(CLEAN, clean);
        if (mask != null) {
            tensors.put(MASK, mask);
        }
        return new Batch(tensors, numbers);
    }

    private void mirror(float[] data, int start, int channels, int axis) {
        int stride = 1;
        for (int inner = axis + 1; inner < patch.length; inner++) {
            stride *= patch[inner];
        }
        int side = patch[axis];
        int end = start + channels * Math.toIntExact(Tensor.size(patch));
        for (int slab = start; slab < end; slab += side * stride) {
            for (int i = 0; i < side / 2; i++) {
                for (int x = 0; x < stride; x++) {
                    int here = slab + i * stride + x;
                    int there = slab + (side - 1 - i) * stride + x;
                    float value = data[here];
                    data[here] = data[there];
                    data[there] = value;
                }
            }
        }
    }
}
