package org.coverfiji.train.pair;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.corrupt.GenesisCorruption;
import org.coverfiji.train.view.AffineMotion;
import org.coverfiji.train.view.AffineWarp;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.EpochOrder;
import org.coverfiji.train.view.Flatness;
import org.coverfiji.train.view.PatchCutter;
import org.coverfiji.train.view.ViewRandom;
import org.coverfiji.train.view.ViewSampler;

/**
 * Draws pairs of different images for registration: a patch of the one, and of the other that at the same place; one
 * random motion moves both. A batch holds {@value #CLEAN}, the first images, {@value #PARTNER}, the others, and
 * {@value #CORRUPTED}, the first ones spoilt, all [N, C, (D,) H, W] in [0, 1]. Every image is first of a pair once per
 * epoch, in a shuffled order; its partner is
 * random.
 *
 * <p>What is seen beyond the patch's border after the motion comes from the image around it, zero beyond the image.
 */
public final class PairSampler implements BatchSampler {

    public static final String CLEAN = "clean";
    public static final String PARTNER = "partner";
    public static final String CORRUPTED = "corrupted";

    /** How often a pair of which one patch shows nothing is drawn again. */
    private static final int TRIES = 5;

    private final ImageSource images;
    private final int[] patch;
    private final PairConfiguration configuration;
    private final int samples;
    private final long seed;
    private final EpochOrder order;
    /** By image: those that it may be paired with, itself among them. */
    private final int[][] companions;

    /**
     * @param images at least two, at least as large as the patch, in [0, 1], all with the same number of channels
     * @param samples pairs per batch
     * @throws CoverException if there is one image alone
     */
    public PairSampler(ImageSource images, int[] patch, PairConfiguration configuration, int samples, long seed) {
        if (images.size() < 2) {
            throw new CoverException("There is one image alone, but this method learns to bring different images onto"
                    + " each other: give at least 2, better dozens.");
        }
        this.images = images;
        this.patch = patch.clone();
        this.configuration = configuration;
        this.samples = samples;
        this.seed = seed;
        order = new EpochOrder(images.size(), seed);
        companions = companions(images, configuration.isGrouped());
    }

    /** Who is alone in its group may be paired with all. */
    private static int[][] companions(ImageSource images, boolean grouped) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        List<Integer> all = new ArrayList<>();
        for (int image = 0; image < images.size(); image++) {
            all.add(image);
            groups.computeIfAbsent(grouped ? images.origin(image).folder() : "", group -> new ArrayList<>()).add(image);
        }
        int[] everyone = all.stream().mapToInt(Integer::intValue).toArray();
        int[][] result = new int[images.size()][];
        for (List<Integer> group : groups.values()) {
            int[] members = group.size() == 1 ? everyone : group.stream().mapToInt(Integer::intValue).toArray();
            group.forEach(image -> result[image] = members);
        }
        return result;
    }

    @Override
    public Batch batch(long iteration) {
        int[] numbers = order.batch(iteration, samples);
        FloatImage reference = images.get(numbers[0]);
        int channels = reference.channels();
        Tensor[] views = new Tensor[3];
        Arrays.setAll(views, view -> ViewSampler.tensor(samples, channels, patch));
        Drawing drawing = new Drawing(channels);
        for (int sample = 0; sample < samples; sample++) {
            ViewRandom random = ViewRandom.of(seed, iteration, sample);
            FloatImage first = images.get(numbers[sample]);
            FloatImage second = images.get(partner(numbers[sample], random));
            ViewSampler.check(first, reference, patch);
            ViewSampler.check(second, reference, patch);
            drawing.draw(first, second, views, sample, random);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(CLEAN, views[0]);
        tensors.put(PARTNER, views[1]);
        tensors.put(CORRUPTED, views[2]);
        return new Batch(tensors, numbers);
    }

    private int partner(int image, ViewRandom random) {
        int[] members = companions[image];
        int chosen = random.index(members.length - 1);
        return members[chosen] < image ? members[chosen] : members[chosen + 1];
    }

    /** Fills the pairs of one batch. */
    private final class Drawing {

        private final int channels;
        private final int length;
        private final PatchCutter cutter = new PatchCutter(patch);
        private final AffineWarp warp = new AffineWarp(patch);
        private final GenesisCorruption corruption = new GenesisCorruption(patch, configuration.corruption());
        /** What the warp writes beside the patch, which nobody reads. */
        private final float[] field;
        private final float[] mask;

        Drawing(int channels) {
            this.channels = channels;
            int pixels = Math.toIntExact(Tensor.size(patch));
            length = channels * pixels;
            field = new float[patch.length * pixels];
            mask = new float[pixels];
        }

        void draw(FloatImage first, FloatImage second, Tensor[] views, int sample, ViewRandom random) {
            float[] one = new float[length];
            float[] other = new float[length];
            boolean seen = false;
            for (int attempt = 0; attempt < TRIES && !seen; attempt++) {
                int[] origin = cutter.cut(first, one, 0, random);
                AffineMotion motion = PairMotion.draw(configuration, patch, first.spacing(), random);
                ElasticField elastic = configuration.elasticity() == 0 ? null
                        : new ElasticField(patch, configuration.elasticity(), configuration.isPublished(), random);
                move(first, origin, motion, elastic, one);
                move(second, samePlace(origin, first.size(), second.size()), motion, elastic, other);
                seen = Flatness.varies(one, 0, channels, mask.length)
                        && Flatness.varies(other, 0, channels, mask.length);
            }
            int start = sample * length;
            System.arraycopy(one, 0, views[0].data(), start, length);
            System.arraycopy(other, 0, views[1].data(), start, length);
            corruption.apply(one, 0, channels, null, 0, random);
            System.arraycopy(one, 0, views[2].data(), start, length);
        }

        private void move(FloatImage image, int[] origin, AffineMotion motion, ElasticField elastic, float[] target) {
            Arrays.fill(target, 0);
            warp.write(image, origin, motion, target, field, mask, 0);
            if (elastic != null) {
                elastic.apply(target, 0, channels);
            }
        }

        /** As far from the borders as in the first image, in proportion to what there is besides the patch. */
        private int[] samePlace(int[] origin, int[] from, int[] to) {
            int[] place = new int[patch.length];
            for (int axis = 0; axis < patch.length; axis++) {
                double part = from[axis] == patch[axis] ? 0.5 : origin[axis] / (double) (from[axis] - patch[axis]);
                place[axis] = (int) Math.round(part * (to[axis] - patch[axis]));
            }
            return place;
        }
    }
}
