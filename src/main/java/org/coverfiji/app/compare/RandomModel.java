package org.coverfiji.app.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.coverfiji.app.apply.TaskPreparation;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.tile.SlidingWindow;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TaskHead;

/**
 * A network with random weights as a model, as if it had been pretrained for no step: its statistics are measured on
 * the images that pretraining would see.
 */
final class RandomModel {

    /** Images that features are measured on, a patch of each. */
    private static final int MEASURED = 32;
    private static final String BACKBONE = "backbone.";

    private RandomModel() {
    }

    /**
     * @param images unlabelled, raw intensities
     * @param patch sides in array order, pixels
     * @param seed of the weights, which are those that fine-tuning from scratch would start with
     */
    static ModelFile of(Engine engine, TaskSettings settings, List<FloatImage> images, int[] patch, long seed) {
        NetworkConfiguration network = new NetworkConfiguration(settings.dimensions(), images.get(0).channels(),
                NetworkConfiguration.widthsFrom(settings.width()));
        Map<String, Tensor> weights = weights(engine, network, seed);
        FeatureStatistics statistics;
        try (FeatureNetwork features = engine.backbone(network, seed)) {
            features.setParameters(weights);
            statistics = FeatureStatistics.measure(features, patches(settings, images, patch, seed));
        }
        ModelDescription description = ModelDescription.builder().network(network).patch(patch)
                .pixelSize(images.get(0).spacing(), images.get(0).unit()).resize(settings.resize())
                .normalization(settings.window()).seed(seed).method("none").featureStatistics(statistics).build();
        return new ModelFile(description, weights, Map.of());
    }

    private static Map<String, Tensor> weights(Engine engine, NetworkConfiguration network, long seed) {
        try (TaskNetwork task = engine.task(network, TaskHead.plain(NetworkConfiguration.LEVELS - 1)
                .configuration(Task.SEGMENTATION, Protocol.FULL, new float[] {1, 1}),
                OptimizerConfiguration.PUBLISHED, seed)) {
            Map<String, Tensor> weights = task.parameters();
            weights.keySet().removeIf(name -> !name.startsWith(BACKBONE));
            return weights;
        }
    }

    private static List<Tensor> patches(TaskSettings settings, List<FloatImage> images, int[] patch, long seed) {
        TaskPreparation preparation = new TaskPreparation(settings.window(), settings.resize(), null, "pixel");
        List<Tensor> patches = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (FloatImage image : images.subList(0, Math.min(MEASURED, images.size()))) {
            new SlidingWindow(patch).sample(preparation.apply(image), 1, random,
                    (tile, weights) -> patches.add(tile));
        }
        return patches;
    }
}
