package org.coverfiji.train.crop;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.coverfiji.CoverException;
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
 * Draws a patch of every image and turns it by quarters. In 2D each patch enters in all four rotations, in 3D in one of
 * the ten; these are dealt out in shuffled rounds, so that all come equally often. A batch holds {@value #VIEW},
 * [N, C, (D,) H, W] in [0, 1], and {@value #LABELS}, [N, 1], the classes of {@link QuarterTurns}.
 */
public final class RotationSampler implements BatchSampler {

    public static final String VIEW = "view";
    public static final String LABELS = "labels";

    private final ImageSource images;
    private final int[] patch;
    private final int samples;
    private final long seed;
    private final EpochOrder order;
    /** In 3D, where a volume's voxels allow some turns only: the order of so many. */
    private final Map<Integer, EpochOrder> turns = new ConcurrentHashMap<>();

    /**
     * @param images at least as large as the patch, in [0, 1], all with the same number of channels
     * @param patch with equal sides on two axes at least, on which images have pixels of equal size
     * @param samples patches per batch after turning: in 2D a multiple of 4
     */
    public RotationSampler(ImageSource images, int[] patch, int samples, long seed) {
        this.images = images;
        this.patch = patch.clone();
        this.samples = samples;
        this.seed = seed;
        order = new EpochOrder(images.size(), seed);
    }

    /** In how many rotations a patch enters a batch. */
    public static int perPatch(int dimensions) {
        return dimensions == 2 ? QuarterTurns.classes(2) : 1;
    }

    @Override
    public Batch batch(long iteration) {
        int each = perPatch(patch.length);
        int[] numbers = new int[samples];
        Arrays.setAll(numbers, sample -> order.image((iteration * samples + sample) / each));
        FloatImage first = images.get(numbers[0]);
        int channels = first.channels();
        Tensor view = ViewSampler.tensor(samples, channels, patch);
        Tensor labels = Tensor.zeros(samples, 1);
        int pixels = Math.toIntExact(Tensor.size(patch));
        float[] upright = new float[channels * pixels];
        PatchCutter cutter = new PatchCutter(patch);
        for (int sample = 0; sample < samples; sample++) {
            FloatImage image = images.get(numbers[sample]);
            if (sample % each == 0) {
                ViewSampler.check(image, first, patch);
                cutter.cut(image, upright, 0, ViewRandom.of(seed, iteration, sample));
            }
            int turn = turn(image, iteration * samples + sample);
            labels.data()[sample] = turn;
            for (int channel = 0; channel < channels; channel++) {
                QuarterTurns.apply(turn, patch, upright, channel * pixels, view.data(),
                        (sample * channels + channel) * pixels);
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(VIEW, view);
        tensors.put(LABELS, labels);
        return new Batch(tensors, numbers);
    }

    private int turn(FloatImage image, long draw) {
        int[] possible = QuarterTurns.within(image.spacing(), patch);
        if (possible.length == 1 || patch.length == 2 && possible.length < QuarterTurns.classes(2)) {
            throw new CoverException("The image " + image.name() + " has the pixel size "
                    + Arrays.toString(image.spacing()) + " and the patch " + Arrays.toString(patch) + ": it cannot be"
                    + " turned so that only its content tells; method Rotation needs two axes on which both are"
                    + " equal.");
        }
        if (patch.length == 2) {
            return (int) (draw % possible.length);
        }
        return possible[turns.computeIfAbsent(possible.length, count -> new EpochOrder(count, ~seed)).image(draw)];
    }
}
