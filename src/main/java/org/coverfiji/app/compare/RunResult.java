package org.coverfiji.app.compare;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.Progress;

/** What came of a fine-tuning. Immutable. */
final class RunResult {

    final TestScores scores;
    final Progress progress;
    /** Predictions on the test images that are shown; empty for classification. */
    final List<BufferedImage> pictures;
    /** Training loss of every step. */
    final List<Double> losses;
    final long weights;
    /** Those that were trained. */
    final long tuned;

    RunResult(TestScores scores, Progress progress, List<Double> losses, List<BufferedImage> pictures,
            Map<String, Tensor> model, Protocol protocol) {
        this.losses = losses;
        this.scores = scores;
        this.progress = progress;
        this.pictures = pictures;
        weights = count(model, "");
        tuned = protocol == Protocol.FULL ? weights : weights - count(model, "backbone.")
                + (protocol == Protocol.DECODER ? count(model, "backbone.up") : 0);
    }

    private static long count(Map<String, Tensor> model, String start) {
        return model.entrySet().stream().filter(entry -> entry.getKey().startsWith(start))
                .mapToLong(entry -> entry.getValue().data().length).sum();
    }
}
