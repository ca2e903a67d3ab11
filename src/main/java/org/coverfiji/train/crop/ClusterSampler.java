package org.coverfiji.train.crop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.EpochOrder;
import org.coverfiji.train.view.PatchCutter;
import org.coverfiji.train.view.SamplingState;
import org.coverfiji.train.view.ViewRandom;
import org.coverfiji.train.view.ViewSampler;

/**
 * Draws one changed crop of every item, whose cluster is its class. Items are whole images, or, where there are few,
 * some fixed patches of each. Clusters come equally often, whatever their size: of one that is not empty, drawn
 * uniformly, an item is drawn uniformly. The clusters are the state {@value #CLUSTERS}, one number per item; before
 * there is one, all items are in one cluster.
 *
 * <p>A batch holds {@value #VIEW}, [N, C, (D,) H, W] in [0, 1], and {@value #LABELS}, [N, 1].
 */
public final class ClusterSampler implements BatchSampler {

    public static final String VIEW = "view";
    public static final String LABELS = "labels";
    public static final String CLUSTERS = "clusters";

    /** With fewer images patches are clustered. */
    private static final int FEW_IMAGES = 200;
    private static final int PATCHES_PER_IMAGE = 8;
    /** Which random numbers are those of patches' places. */
    private static final long PLACES = -1;

    private final ImageSource images;
    private final int[] patch;
    private final CropConfiguration crops;
    private final boolean balanced;
    private final int samples;
    private final long seed;
    private final int[] clusters;
    /** The items of each cluster that is not empty. */
    private final List<int[]> members;
    private final EpochOrder order;

    /**
     * @param images at least as large as the patch, in [0, 1], all with the same number of channels
     * @param balanced whether clusters come equally often; else, as in the published program, items do
     * @param samples crops per batch
     */
    public ClusterSampler(ImageSource images, int[] patch, CropConfiguration crops, boolean balanced, int samples,
            long seed) {
        this(images, patch, crops, balanced, samples, seed, new int[items(images.size())]);
    }

    private ClusterSampler(ImageSource images, int[] patch, CropConfiguration crops, boolean balanced, int samples,
            long seed, int[] clusters) {
        this.images = images;
        this.patch = patch.clone();
        this.crops = crops;
        this.balanced = balanced;
        this.samples = samples;
        this.seed = seed;
        this.clusters = clusters;
        members = members(clusters);
        order = new EpochOrder(clusters.length, seed);
    }

    private static List<int[]> members(int[] clusters) {
        Map<Integer, List<Integer>> members = new TreeMap<>();
        for (int item = 0; item < clusters.length; item++) {
            members.computeIfAbsent(clusters[item], cluster -> new ArrayList<>()).add(item);
        }
        return members.values().stream().map(items -> items.stream().mapToInt(Integer::intValue).toArray())
                .collect(Collectors.toList());
    }

    /** How many items so many images give. */
    public static int items(int images) {
        return images < FEW_IMAGES ? images * PATCHES_PER_IMAGE : images;
    }

    @Override
    public BatchSampler in(SamplingState state) {
        if (!state.has(CLUSTERS)) {
            return this;
        }
        float[] values = state.get(CLUSTERS).data();
        if (values.length != clusters.length) {
            throw new CoverException("The saved clusters are of " + values.length + " items, but " + images.size()
                    + " images give " + clusters.length + "; go on with as many images as before, or start anew.");
        }
        int[] numbers = new int[values.length];
        Arrays.setAll(numbers, item -> Math.round(values[item]));
        return new ClusterSampler(images, patch, crops, balanced, samples, seed, numbers);
    }

    @Override
    public Batch batch(long iteration) {
        int[] items = new int[samples];
        Arrays.setAll(items, sample -> balanced ? drawn(iteration, sample)
                : order.image(iteration * samples + sample));
        IntensityChange change = new IntensityChange(crops, patch);
        return batch(items, (image, item, sample, target, start) -> {
            ViewRandom random = ViewRandom.of(seed, iteration, sample);
            int[] origin = origin(image, item);
            Crop crop = origin == null ? Crop.draw(image.size(), crops.smallestArea(), random)
                    : Crop.draw(patch, crops.smallestArea(), random).movedBy(origin);
            crop.write(image, patch, target, start);
            change.apply(target, start, image.channels(), random);
        });
    }

    private int drawn(long iteration, int sample) {
        ViewRandom random = ViewRandom.of(~seed, iteration, sample);
        int[] chosen = members.get(random.index(members.size()));
        return chosen[random.index(chosen.length)];
    }

    /** Items as they are, unchanged: the central part of an image resized to the patch, or the fixed patch. */
    public Batch unchanged(int... items) {
        return batch(items, (image, item, sample, target, start) -> {
            int[] origin = origin(image, item);
            Crop crop = origin == null ? Crop.central(image.size())
                    : new Crop(origin, patch, new boolean[patch.length]);
            crop.write(image, patch, target, start);
        });
    }

    private int image(int item) {
        return item % images.size();
    }

    /** Where the item's fixed patch begins; null where the item is a whole image. */
    private int[] origin(FloatImage image, int item) {
        if (clusters.length == images.size()) {
            return null;
        }
        float[] unused = new float[image.channels() * (int) Tensor.size(patch)];
        return new PatchCutter(patch).cut(image, unused, 0, ViewRandom.of(seed, PLACES, item));
    }

    private interface Writer {

        void write(FloatImage image, int item, int sample, float[] target, int start);
    }

    private Batch batch(int[] items, Writer writer) {
        int[] numbers = Arrays.stream(items).map(this::image).toArray();
        FloatImage first = images.get(numbers[0]);
        Tensor view = ViewSampler.tensor(items.length, first.channels(), patch);
        Tensor labels = Tensor.zeros(items.length, 1);
        int length = view.data().length / items.length;
        for (int sample = 0; sample < items.length; sample++) {
            FloatImage image = images.get(numbers[sample]);
            ViewSampler.check(image, first, patch);
            writer.write(image, items[sample], sample, view.data(), sample * length);
            labels.data()[sample] = clusters[items[sample]];
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(VIEW, view);
        tensors.put(LABELS, labels);
        return new Batch(tensors, numbers);
    }
}
