package org.coverfiji.app.pretrain;

import java.util.Map;
import java.util.stream.LongStream;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.ImageSource;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.train.view.ViewConfiguration;
import org.coverfiji.train.view.ViewSampler;

/**
 * The patches on which a model's feature statistics are measured: always the same few, without motion or change of
 * appearance, as inference sees images. A measurement costs about as much as three training steps, so that every
 * checkpoint can have its own.
 */
public final class StatisticsSample {

    private static final int BATCHES = 8;

    private final Engine engine;
    private final ViewSampler patches;
    private final long seed;

    StatisticsSample(Engine engine, ImageSource images, PretrainSettings settings) {
        this(engine, images, settings.patch(), settings.batch(), settings.seed());
    }

    /**
     * @param images prepared, at least as large as the patch
     * @param batch patches in each of the few batches
     */
    public StatisticsSample(Engine engine, ImageSource images, int[] patch, int batch, long seed) {
        this.engine = engine;
        ViewConfiguration plain = ViewConfiguration.builder(patch).motion(0).withoutAppearance().build();
        patches = new ViewSampler(images, plain, batch, seed);
        this.seed = seed;
    }

    /** How the features of a network with these weights spread. */
    public FeatureStatistics measure(NetworkConfiguration network, Map<String, Tensor> weights) {
        return measure(network, weights, BATCHES);
    }

    /** The same from one batch: rougher, but cheaper than a training step. */
    FeatureStatistics glance(NetworkConfiguration network, Map<String, Tensor> weights) {
        return measure(network, weights, 1);
    }

    private FeatureStatistics measure(NetworkConfiguration network, Map<String, Tensor> weights, int count) {
        try (FeatureNetwork backbone = engine.backbone(network, seed)) {
            backbone.setParameters(weights);
            Iterable<Tensor> batches =
                    () -> LongStream.range(0, count).mapToObj(i -> patches.batch(i).moving()).iterator();
            return FeatureStatistics.measure(backbone, batches);
        }
    }
}
