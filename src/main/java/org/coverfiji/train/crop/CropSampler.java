package org.coverfiji.train.crop;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.EpochOrder;
import org.coverfiji.train.view.ViewRandom;
import org.coverfiji.train.view.ViewSampler;

/**
 * Draws two crops of every image, independently: a random part resized to the patch, mirrored, its intensities changed.
 * A batch holds {@value #VIEW_1} and {@value #VIEW_2}, [N, C, (D,) H, W] in [0, 1], and {@value #BOX_1} and
 * {@value #BOX_2}, [N, 2 · axes]: first pixels of all axes, then last pixels, as parts of the image; a mirrored axis
 * has them exchanged. Every image is visited once per epoch, in a shuffled order.
 */
public final class CropSampler implements BatchSampler {

    public static final String VIEW_1 = "view1";
    public static final String VIEW_2 = "view2";
    public static final String BOX_1 = "box1";
    public static final String BOX_2 = "box2";

    private static final int TRIES = 100;

    private final ImageSource images;
    private final int[] patch;
    private final CropConfiguration[] configurations;
    private final int samples;
    private final long seed;
    private final double overlap;
    private final EpochOrder order;

    /**
     * @param images at least as large as the patch, in [0, 1], all with the same number of channels
     * @param samples images per batch
     */
    public CropSampler(ImageSource images, int[] patch, CropConfiguration configuration, int samples, long seed) {
        this(images, patch, configuration, configuration, samples, seed);
    }

    /** The same with a configuration of its own for either view. */
    public CropSampler(ImageSource images, int[] patch, CropConfiguration first, CropConfiguration second, int samples,
            long seed) {
        this(images, patch, new CropConfiguration[] {first, second}, samples, seed, 0);
    }

    private CropSampler(ImageSource images, int[] patch, CropConfiguration[] configurations, int samples, long seed,
            double overlap) {
        this.images = images;
        this.patch = patch.clone();
        this.configurations = configurations;
        this.samples = samples;
        this.seed = seed;
        this.overlap = overlap;
        order = new EpochOrder(images.size(), seed);
    }

    /**
     * The same, but the second crop is drawn until it shows enough of what the first shows; where that does not come
     * about, it is the first crop, not mirrored.
     *
     * @param share of the first crop's pixels whose centres lie in the second, from 0 to 1
     */
    public CropSampler overlapping(double share) {
        return new CropSampler(images, patch, configurations, samples, seed, share);
    }

    @Override
    public Batch batch(long iteration) {
        int[] numbers = order.batch(iteration, samples);
        FloatImage first = images.get(numbers[0]);
        Tensor[] views = {ViewSampler.tensor(samples, first.channels(), patch),
                ViewSampler.tensor(samples, first.channels(), patch)};
        Tensor[] boxes = {Tensor.zeros(samples, 2 * patch.length), Tensor.zeros(samples, 2 * patch.length)};
        IntensityChange[] changes = {new IntensityChange(configurations[0], patch),
                new IntensityChange(configurations[1], patch)};
        int length = views[0].data().length / samples;
        for (int sample = 0; sample < samples; sample++) {
            FloatImage image = images.get(numbers[sample]);
            ViewSampler.check(image, first, patch);
            ViewRandom random = ViewRandom.of(seed, iteration, sample);
            Crop crop = null;
            for (int view = 0; view < views.length; view++) {
                crop = draw(image, crop, configurations[view].smallestArea(), random);
                crop.write(image, patch, views[view].data(), sample * length);
                crop.box(image.size(), boxes[view].data(), sample * 2 * patch.length);
                changes[view].apply(views[view].data(), sample * length, image.channels(), random);
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(VIEW_1, views[0]);
        tensors.put(VIEW_2, views[1]);
        tensors.put(BOX_1, boxes[0]);
        tensors.put(BOX_2, boxes[1]);
        return new Batch(tensors, numbers);
    }

    /** @param first the crop of the first view, or null where this is it */
    private Crop draw(FloatImage image, Crop first, double smallestArea, ViewRandom random) {
        Crop crop = Crop.draw(image.size(), smallestArea, random);
        for (int attempt = 1; first != null && first.shareIn(crop, image.size(), patch) < overlap; attempt++) {
            crop = attempt < TRIES ? Crop.draw(image.size(), smallestArea, random) : first.unmirrored();
        }
        return crop;
    }
}
