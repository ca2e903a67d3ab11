package org.coverfiji.method;

import java.util.stream.IntStream;

import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.math.KMeans;
import org.coverfiji.math.Whitening;
import org.coverfiji.train.crop.ClusterSampler;
import org.coverfiji.train.view.SamplingState;

/**
 * Before every epoch of DeepCluster: the features of all items, as they are, are whitened and clustered anew, and the
 * classifier, whose classes the clusters are, begins anew.
 */
final class ClusteringHook implements EpochHook {

    private static final int ITERATIONS = 20;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final ClusterSampler items;
    private final int count;
    private final int clusters;
    private final int components;
    private final int samples;
    private final String features;
    private final String classifier;
    private final long seed;

    /**
     * @param count of items
     * @param components of the features, in which clusters are sought
     * @param features the port that gives them
     * @param classifier what its parameters' names start with
     */
    ClusteringHook(ClusterSampler items, int count, int clusters, int components, int samples, String features,
            String classifier, long seed) {
        this.items = items;
        this.count = count;
        this.clusters = clusters;
        this.components = components;
        this.samples = samples;
        this.features = features;
        this.classifier = classifier;
        this.seed = seed;
    }

    @Override
    public long interval() {
        return Math.max(1, count / samples);
    }

    @Override
    public SamplingState atBorder(long iteration, SamplingState before, Network network) {
        long own = seed + GOLDEN_RATIO * (iteration + 1);
        float[] vectors = features(network);
        double[][] whitened = Whitening.of(vectors, vectors.length / count, components, "the images");
        int[] assignment = KMeans.seeded(whitened, clusters, own).run(ITERATIONS).assignment();
        network.renew(classifier, own);
        Tensor state = Tensor.zeros(count);
        for (int item = 0; item < count; item++) {
            state.data()[item] = assignment[item];
        }
        return before.with(ClusterSampler.CLUSTERS, state);
    }

    /** Of all items, vector after vector. Batches are all of one size, so that one network serves. */
    private float[] features(Network network) {
        float[] all = null;
        for (int first = 0; first < count; first += samples) {
            int from = first;
            int[] numbers = IntStream.range(0, samples).map(i -> Math.min(count - 1, from + i)).toArray();
            Batch batch = items.unchanged(numbers);
            float[] some = network.outputs(batch).get(features).data();
            int length = some.length / samples;
            all = all == null ? new float[count * length] : all;
            System.arraycopy(some, 0, all, first * length, Math.min(samples, count - first) * length);
        }
        return all;
    }
}
