package org.coverfiji.app.finetune;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryLimit;
import org.coverfiji.app.cost.ResourceEstimate;
import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.UsualShape;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.train.view.PatchPlan;

/** What fine-tuning starts from: a pretrained model's backbone and how its images were prepared, or a new one. */
public final class TaskBackbone {

    private static final String BACKBONE = "backbone.";
    private static final String HEAD = "head.";

    private final FineTuneSettings settings;
    private final ModelDescription description;
    private final Map<String, Tensor> weights;
    private final Map<String, Tensor> headWeights;
    /** What suits the images; null while that is not known. */
    private final int[] planned;

    /** @throws CoverException if the pretrained model cannot be read or holds no whole U-Net */
    TaskBackbone(FineTuneSettings settings) {
        this(settings, settings.model() == null ? null : ModelFile.read(settings.model()));
    }

    private TaskBackbone(FineTuneSettings settings, ModelFile model) {
        this(settings, model == null ? null : model.description(),
                model == null ? Collections.emptyMap() : model.weights(), null);
    }

    /** @param all of a model's weights */
    private TaskBackbone(FineTuneSettings settings, ModelDescription description, Map<String, Tensor> all,
            int[] planned) {
        this.settings = settings;
        this.description = description;
        weights = backboneOf(all);
        headWeights = startingWith(HEAD, all);
        this.planned = planned;
        if (description != null && description.kind().equals(ModelDescription.CLASSIFICATION)) {
            throw new CoverException(settings.model() + " is a classification model, which holds no whole U-Net; choose"
                    + " a pretrained model.");
        }
    }

    /** Without the weights, which take time to read: enough to tell what a run will need. */
    public static TaskBackbone described(FineTuneSettings settings) {
        return new TaskBackbone(settings,
                settings.model() == null ? null : ModelFile.readDescription(settings.model()), Collections.emptyMap(),
                null);
    }

    /** Whether neither settings nor a pretrained model have a patch. */
    boolean leavesPatch() {
        return settings.automaticPatch() && description == null;
    }

    /** The same with a patch that suits images where there is none yet. @param images null if they are not known */
    public TaskBackbone plannedFor(UsualShape images) {
        if (images == null) {
            return this;
        }
        Map<String, Tensor> all = new LinkedHashMap<>(weights);
        all.putAll(headWeights);
        return new TaskBackbone(settings, description, all, PatchPlan.of(images.resized(resize())));
    }

    boolean isPretrained() {
        return description != null;
    }

    /** The pretrained model's description; null from scratch. */
    ModelDescription description() {
        return description;
    }

    int dimensions() {
        return description == null ? settings.dimensions() : description.network().dimensions();
    }

    /** Channels that images must have; 0 = any. */
    public int channels() {
        return description == null ? 0 : description.network().inputChannels();
    }

    public NetworkConfiguration network(int channels) {
        if (description != null) {
            return description.network();
        }
        int dimensions = settings.dimensions();
        int width = settings.width() > 0 ? settings.width() : dimensions == 2 ? 16 : 8;
        return new NetworkConfiguration(dimensions, channels, NetworkConfiguration.widthsFrom(width));
    }

    /** What a step costs. @param sides of a patch or a whole image, array order */
    public ResourceEstimate estimate(NetworkConfiguration network, int[] sides) {
        return ResourceEstimate.ofFineTuning(network, settings.batch(), sides, settings.protocol());
    }

    /**
     * @param sides of a patch or a whole image, array order
     * @param imageBytes of the labelled images, which stay in memory
     * @throws CoverException if a run needs more memory than there is, telling how much less would fit
     */
    public void requireMemory(NetworkConfiguration network, int[] sides, long imageBytes) {
        estimate(network, sides).withImages(imageBytes).requireMemory(MemoryLimit.usableBytes(),
                (patch, batch, width) -> ResourceEstimate.ofFineTuning(width == network.widths()[0] ? network
                        : new NetworkConfiguration(network.dimensions(), network.inputChannels(),
                                NetworkConfiguration.widthsFrom(width)), batch, patch, settings.protocol())
                        .withImages(imageBytes), description == null);
    }

    /** Sides in array order: the given ones, the pretrained model's, or those that suit the images. */
    public int[] patch() {
        if (!settings.automaticPatch()) {
            return settings.patch(dimensions());
        }
        return description != null ? description.patch() : planned != null ? planned.clone()
                : PatchPlan.usual(dimensions());
    }

    public int resize() {
        if (settings.resize() != FineTuneSettings.OF_THE_MODEL) {
            return settings.resize();
        }
        return description == null ? 0 : description.resize();
    }

    /**
     * Sides to which whole images are brought to be classified, array order: the patch, or the given side instead of
     * each of its; a patch that is no cube keeps its slices.
     *
     * @throws CoverException if the network cannot halve the given side four times
     */
    public int[] wholeImage() {
        if (settings.resize() <= 0) {
            return patch();
        }
        if (settings.resize() % NetworkConfiguration.SIDE_MULTIPLE != 0) {
            throw new CoverException("resize is " + settings.resize() + ", but must be a multiple of "
                    + NetworkConfiguration.SIDE_MULTIPLE + " where whole images are classified.");
        }
        int[] sides = patch();
        boolean cube = Arrays.stream(sides).distinct().count() == 1;
        Arrays.fill(sides, cube ? 0 : sides.length - 2, sides.length, settings.resize());
        return sides;
    }

    Normalization normalization() {
        if (settings.normalization() != null) {
            return settings.normalization();
        }
        return description == null ? Normalization.DEFAULT : description.normalization();
    }

    /** The backbone's weights; empty from scratch. */
    Map<String, Tensor> weights() {
        return weights;
    }

    /** Those of a fine-tuned model's head; empty if there is none. */
    Map<String, Tensor> headWeights() {
        return headWeights;
    }

    static Map<String, Tensor> backboneOf(Map<String, Tensor> weights) {
        return startingWith(BACKBONE, weights);
    }

    private static Map<String, Tensor> startingWith(String start, Map<String, Tensor> weights) {
        Map<String, Tensor> own = new LinkedHashMap<>(weights);
        own.keySet().removeIf(name -> !name.startsWith(start));
        return own;
    }

    /** The pretrained model's statistics, or those of this backbone on patches of the labelled images. */
    FeatureStatistics statistics(Engine engine, NetworkConfiguration network, List<Tensor> patches) {
        if (description != null && description.featureStatistics() != null) {
            return description.featureStatistics();
        }
        return measure(engine, network, settings.seed(), weights(), patches);
    }

    /** @param weights the backbone's, or none for a random one */
    static FeatureStatistics measure(Engine engine, NetworkConfiguration network, long seed,
            Map<String, Tensor> weights, List<Tensor> patches) {
        try (FeatureNetwork features = engine.backbone(network, seed)) {
            if (!weights.isEmpty()) {
                features.setParameters(weights);
            }
            return FeatureStatistics.measure(features, patches);
        }
    }
}
