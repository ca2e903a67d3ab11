package org.coverfiji.app.finetune;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;

import org.coverfiji.engine.api.Engine;
import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.TaskConfiguration;
import org.coverfiji.engine.api.TaskNetwork;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.DivergedException;
import org.coverfiji.train.LearningRateSchedule;
import org.coverfiji.train.StopSignal;

/**
 * Trains a head alone, before the encoder is trained with it: gradients through a head that knows nothing yet would
 * spoil the encoder's features (linear probing, then fine-tuning: Kumar et al., ICLR 2022).
 */
final class HeadStart {

    private static final String HEAD = "head.";

    private final Engine engine;
    private final ClassificationSettings settings;
    private final StopSignal stop;

    /** @param settings of the linear protocol */
    HeadStart(Engine engine, ClassificationSettings settings, StopSignal stop) {
        this.engine = engine;
        this.settings = settings;
        this.stop = stop;
    }

    /**
     * @param backbone the encoder's weights; empty for those drawn from the seed
     * @return the head's weights; those of the moment when a stop is asked for
     */
    Map<String, Tensor> train(NetworkConfiguration network, TaskConfiguration linear, Map<String, Tensor> backbone,
            LongFunction<LabelBatch> batches) {
        LearningRateSchedule schedule = LearningRateSchedule.of(settings.learningRate(), settings.iterations());
        try (TaskNetwork trained = engine.task(network, linear, settings.optimizer(), settings.seed())) {
            Map<String, Tensor> encoder = new LinkedHashMap<>(backbone);
            encoder.keySet().retainAll(trained.parameters().keySet());
            trained.setParameters(encoder);
            for (int i = 0; i < settings.iterations() && stop.requested() == null; i++) {
                trained.step(batches.apply(i), schedule.at(i));
            }
            Map<String, Tensor> head = trained.parameters();
            head.keySet().removeIf(name -> !name.startsWith(HEAD));
            DivergedException.requireFinite(head);
            return head;
        }
    }
}
