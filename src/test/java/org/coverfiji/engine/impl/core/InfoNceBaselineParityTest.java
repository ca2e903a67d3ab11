package org.coverfiji.engine.impl.core;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

/** MoCo v2's logits and loss from queries and keys on. */
public class InfoNceBaselineParityTest {

    /** From [C, K], as the published program keeps its queue, to [K, C]. */
    private static Tensor transposed(Tensor queue) {
        int channels = queue.size(0);
        int keys = queue.size(1);
        Tensor result = Tensor.zeros(keys, channels);
        for (int i = 0; i < keys * channels; i++) {
            result.data()[i] = queue.data()[i % channels * keys + i / channels];
        }
        return result;
    }

    @Test
    public void logitsLossAndKeys() {
        for (GoldenBaseline golden : GoldenBaseline.matching("moco_v2.*")) {
            Tensor queries = golden.tensor("q");
            Tensor keys = golden.tensor("k");
            Tensor queue = transposed(golden.tensor("queue_before"));
            InfoNce core = new InfoNce(golden.constant("tau"));
            CoreResult result = core.evaluate(new CoreInput(Map.of(InfoNce.QUERY, queries), Map.of(InfoNce.KEY, keys),
                    Map.of(InfoNce.QUEUE, queue)));
            golden.assertLoss("loss", result.losses().get(InfoNce.LOSS));
            golden.assertOutput("k", result.memories().get(InfoNce.QUEUE).data());
            float[] logits = new float[golden.tensor("logits").data().length];
            int row = logits.length / queries.size(0);
            for (int i = 0; i < logits.length; i++) {
                logits[i] = (float) new QueueContrast(golden.constant("tau"), queue)
                        .logits(new UnitRows(queries), i / row, new UnitRows(keys), i / row)[i % row];
            }
            golden.assertOutput("logits", logits);
        }
    }
}
