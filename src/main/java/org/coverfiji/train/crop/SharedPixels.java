package org.coverfiji.train.crop;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.CropGrid;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.BatchSampler;
import org.coverfiji.train.view.ViewRandom;

/**
 * Adds to batches of two crops some pixels that both show: {@value #POSITIONS} [N, P], row-major positions of the
 * first crop's map, drawn without replacement from those whose centres lie in the second. Where both share fewer, they
 * come again in turn.
 */
public final class SharedPixels implements BatchSampler {

    public static final String POSITIONS = "positions";

    /** So that a sample's stream is not that of its crops. */
    private static final long STREAM = 0x7069786c;

    private final BatchSampler crops;
    private final int[] map;
    private final int count;
    private final long seed;

    /**
     * @param crops whose batches have {@link CropSampler#BOX_1} and {@link CropSampler#BOX_2}
     * @param map extents of the map whose positions are drawn, in array order
     * @param count P, at least 1
     */
    public SharedPixels(BatchSampler crops, int[] map, int count, long seed) {
        this.crops = crops;
        this.map = map.clone();
        this.count = count;
        this.seed = seed;
    }

    /** @throws CoverException if two crops have no pixel in common */
    @Override
    public Batch batch(long iteration) {
        Batch batch = crops.batch(iteration);
        Tensor first = batch.get(CropSampler.BOX_1);
        Tensor second = batch.get(CropSampler.BOX_2);
        Tensor positions = Tensor.zeros(batch.samples(), count);
        for (int sample = 0; sample < batch.samples(); sample++) {
            int at = sample * first.size(1);
            int[] matches = new CropGrid(first.data(), at, map).matches(new CropGrid(second.data(), at, map));
            draw(matches, ViewRandom.of(seed, iteration, sample, STREAM), positions.data(), sample * count);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>(batch.tensors());
        tensors.put(POSITIONS, positions);
        return new Batch(tensors, batch.images());
    }

    private void draw(int[] matches, ViewRandom random, float[] target, int from) {
        int[] shared = new int[matches.length];
        int found = 0;
        for (int position = 0; position < matches.length; position++) {
            if (matches[position] >= 0) {
                shared[found++] = position;
            }
        }
        if (found == 0) {
            throw new CoverException("Two crops of an image have no pixel in common; crops must overlap.");
        }
        for (int i = 0; i < count; i++) {
            int place = i % found;
            if (i < found) {
                int other = place + random.index(found - place);
                int drawn = shared[other];
                shared[other] = shared[place];
                shared[place] = drawn;
            }
            target[from + i] = shared[place];
        }
    }
}
