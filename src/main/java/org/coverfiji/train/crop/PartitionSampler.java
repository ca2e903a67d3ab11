package org.coverfiji.train.crop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.ViewRandom;
import org.coverfiji.train.view.ViewSampler;

/**
 * The views of Chaitanya et al. A batch holds {@value #VIEW}1, {@value #VIEW}2 and so on, [N, C, (D,) H, W], and
 * {@value #PART} [N], the part of its volume that a sample is from. In iterations of the global loss, the first view is
 * the image as it is, each other one a random part of it, about half as long, resized, with other intensities; without
 * an order, the first is such a one, too. In those of the local loss there are two views, which differ from the image
 * by their intensities alone, so that positions correspond.
 */
public final class PartitionSampler implements BatchSampler {

    /** With a number from 1 on: a view. */
    public static final String VIEW = "view";
    public static final String PART = "part";

    /** Of a side: 100 of 192 pixels in the published program. */
    private static final double CROPPED = 100.0 / 192;
    private static final double BRIGHTNESS = 0.3;
    private static final double CONTRAST = 0.3;
    private static final float LARGEST = 1.5f;
    /** Views of the local loss. */
    private static final int LOCAL_VIEWS = 2;

    private final ImageSource images;
    private final Partition partition;
    private final int[] patch;
    private final int globalViews;
    private final LongPredicate local;
    private final int samples;
    private final long seed;

    /**
     * @param images at least as large as the patch, in [0, 1], all with the same number of channels
     * @param globalViews for the global loss, at least 2
     * @param local whether an iteration is of the local loss
     * @param samples of a batch; with an order a multiple of the parts
     */
    public PartitionSampler(ImageSource images, Partition partition, int[] patch, int globalViews, LongPredicate local,
            int samples, long seed) {
        if (partition.ordered() && samples % partition.parts() != 0) {
            throw new IllegalArgumentException(samples + " samples of " + partition.parts() + " parts");
        }
        this.images = images;
        this.partition = partition;
        this.patch = patch.clone();
        this.globalViews = globalViews;
        this.local = local;
        this.samples = samples;
        this.seed = seed;
    }

    @Override
    public Batch batch(long iteration) {
        boolean corresponding = local.test(iteration);
        Tensor[] views = new Tensor[corresponding ? LOCAL_VIEWS : globalViews];
        Tensor part = Tensor.zeros(samples);
        int[] numbers = new int[samples];
        int channels = 0;
        int parts = partition.ordered() ? partition.parts() : 1;
        FloatImage first = null;
        for (int sample = 0; sample < samples; sample++) {
            ViewRandom random = ViewRandom.of(seed, iteration, sample);
            long draw = iteration * (samples / parts) + sample / parts;
            Partition.Place place = partition.place(draw, sample % parts, random);
            FloatImage image = images.get(place.image);
            if (first == null) {
                first = image;
                channels = image.channels();
                for (int view = 0; view < views.length; view++) {
                    views[view] = ViewSampler.tensor(samples, channels, patch);
                }
            }
            ViewSampler.check(image, first, patch);
            numbers[sample] = place.image;
            part.data()[sample] = partition.ordered() ? sample % parts : sample;
            int length = views[0].data().length / samples;
            for (int view = 0; view < views.length; view++) {
                boolean asItIs = !corresponding && partition.ordered() && view == 0;
                Crop crop = corresponding || asItIs ? place.crop : place.crop.part(CROPPED, random);
                crop.write(image, patch, views[view].data(), sample * length);
                if (!asItIs) {
                    change(views[view].data(), sample * length, length, random);
                }
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int view = 0; view < views.length; view++) {
            tensors.put(VIEW + (view + 1), views[view]);
        }
        tensors.put(PART, part);
        return new Batch(tensors, numbers);
    }

    /** Brightness, then contrast about the mean. */
    private static void change(float[] data, int from, int length, ViewRandom random) {
        float added = (float) random.symmetric(BRIGHTNESS);
        float factor = (float) (1 + random.symmetric(CONTRAST));
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += data[i];
        }
        float mean = (float) (sum / length) + added;
        for (int i = from; i < from + length; i++) {
            data[i] = Math.min(LARGEST, Math.max(0, mean + factor * (data[i] + added - mean)));
        }
    }
}
