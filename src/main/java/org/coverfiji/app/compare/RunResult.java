package org.coverfiji.app.compare;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;

/** What came of a fine-tuning. Immutable. */
final class RunResult {

    final TestScores scores;
    /** Largest memory of the process so far, bytes. */
    final long peakBytes;
    /** Predictions on the test images that are shown; empty for classification. */
    final List<BufferedImage> pictures;
    /** Training loss of every step; empty where nothing was trained. */
    final List<Double> losses;
    final long weights;
    /** Those that were trained. */
    final long tuned;

    RunResult(TestScores scores, long peakBytes, List<Double> losses, List<BufferedImage> pictures,
            Map<String, Tensor> model, ComparedProtocol protocol) {
        this.losses = losses;
        this.scores = scores;
        this.peakBytes = peakBytes;
        this.pictures = pictures;
        weights = count(model, "");
        tuned = !protocol.trains() ? 0 : protocol == ComparedProtocol.FULL ? weights
                : weights - count(model, "backbone.")
                + (protocol == ComparedProtocol.DECODER ? count(model, "backbone.up") : 0);
    }

    private static long count(Map<String, Tensor> model, String start) {
        return model.entrySet().stream().filter(entry -> entry.getKey().startsWith(start))
                .mapToLong(entry -> entry.getValue().data().length).sum();
    }
}
