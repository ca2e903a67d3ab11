package org.coverfiji.app;

import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.FeatureNetwork;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.OptimizerConfiguration;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.TaskConfiguration.Task;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.FineTuning;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TaskHead;
import org.coverfiji.model.TestModels;

/** Models as training would leave them, with the weights that it starts from. */
public final class UntrainedModels {

    private static final float SMALL = 0.1f;

    private UntrainedModels() {
    }

    /** Of two classes, with a head on all levels. */
    public static ModelFile segmentation(Engine engine, NetworkConfiguration network, int... patch) {
        return of(engine, network, patch, ModelDescription.SEGMENTATION, Task.SEGMENTATION,
                TaskHead.plain(0, 1, 2, 3, 4));
    }

    /** Of two classes. */
    public static ModelFile classification(Engine engine, NetworkConfiguration network, int... patch) {
        return of(engine, network, patch, ModelDescription.CLASSIFICATION, Task.CLASSIFICATION, TaskHead.plain(4));
    }

    private static ModelFile of(Engine engine, NetworkConfiguration network, int[] patch, String kind, Task task,
            TaskHead head) {
        FineTuning tuning = new FineTuning("full", false, head, Collections.emptyList(), 0, 0);
        try (TaskNetwork made = engine.task(network, head.configuration(task, Protocol.FULL, new float[] {1, 1}),
                OptimizerConfiguration.PUBLISHED, 1)) {
            return new ModelFile(TestModels.description(network, patch[0]).kind(kind).classes(List.of("one", "two"))
                    .fineTuning(tuning).build(), made.parameters(), Collections.emptyMap());
        }
    }

    /** With the statistics of features that embeddings need. */
    public static ModelFile pretrained(Engine engine, NetworkConfiguration network, int... patch) {
        Map<String, Tensor> weights = TestModels.weights(network);
        for (Tensor tensor : weights.values()) {
            for (int i = 0; i < tensor.data().length; i++) {
                tensor.data()[i] *= SMALL;
            }
        }
        Tensor seen = Tensor.zeros(Tensor.batchShape(1, network.inputChannels(), patch));
        for (int i = 0; i < seen.data().length; i++) {
            seen.data()[i] = i % 17 / 17f;
        }
        try (FeatureNetwork features = engine.backbone(network, 1)) {
            features.setParameters(weights);
            return new ModelFile(TestModels.description(network, patch[0])
                    .featureStatistics(FeatureStatistics.measure(features, List.of(seen))).build(), weights,
                    Collections.emptyMap());
        }
    }
}
