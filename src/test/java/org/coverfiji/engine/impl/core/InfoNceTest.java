package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.junit.Test;

public class InfoNceTest {

    private static CoreInput input(Tensor queries, Tensor keys, Tensor queue) {
        return new CoreInput(Collections.singletonMap(InfoNce.QUERY, queries),
                Collections.singletonMap(InfoNce.KEY, keys), Collections.singletonMap(InfoNce.QUEUE, queue));
    }

    /** From [C, K], as the published program keeps its queue, to [K, C]. */
    static Tensor transposed(Tensor queue) {
        int channels = queue.size(0);
        int keys = queue.size(1);
        Tensor result = Tensor.zeros(keys, channels);
        for (int i = 0; i < keys * channels; i++) {
            result.data()[i] = queue.data()[i % channels * keys + i / channels];
        }
        return result;
    }

    @Test
    public void logitsLossAndKeysOfThePublishedProgram() {
        GoldenBaseline golden = GoldenBaseline.read("moco_v2");
        Tensor queries = golden.tensor("q");
        Tensor keys = golden.tensor("k");
        Tensor queue = transposed(golden.tensor("queue_before"));
        InfoNce core = new InfoNce(golden.constant("tau"));
        CoreResult result = core.evaluate(input(queries, keys, queue));
        golden.assertClose("loss", result.losses().get(InfoNce.LOSS));
        golden.assertClose("k", result.memories().get(InfoNce.QUEUE).data());
        float[] logits = new float[golden.tensor("logits").data().length];
        int row = logits.length / queries.size(0);
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) new QueueContrast(golden.constant("tau"), queue)
                    .logits(new UnitRows(queries), i / row, new UnitRows(keys), i / row)[i % row];
        }
        golden.assertClose("logits", logits);
    }

    @Test
    public void gradientsAreSlopes() {
        InfoNce core = new InfoNce(0.2);
        check(core, CoreGradient.random(1, 3, 5), CoreGradient.random(2, 3, 5));
        check(core, CoreGradient.random(3, 2, 5, 2, 3), CoreGradient.random(4, 2, 5, 2, 3));
    }

    private static void check(InfoNce core, Tensor queries, Tensor keys) {
        Tensor queue = new UnitRows(CoreGradient.random(5, 7, 5)).toTensor();
        Map<String, Tensor> online = Collections.singletonMap(InfoNce.QUERY, queries);
        CoreGradient.check(online, q -> core.evaluate(input(q.get(InfoNce.QUERY), keys, queue)),
                result -> result.losses().get(InfoNce.LOSS), 1e-4);
    }

    @Test
    public void otherShapesAreRefused() {
        InfoNce core = new InfoNce(0.2);
        Tensor four = CoreGradient.random(1, 2, 4);
        Tensor five = CoreGradient.random(1, 2, 5);
        CoverException refused = assertThrows(CoverException.class, () -> core.evaluate(input(four, four, five)));
        assertTrue(refused.getMessage(), refused.getMessage().contains("[2, 5]"));
        assertThrows(CoverException.class, () -> core.evaluate(input(four, five, four)));
        assertThrows(CoverException.class, () -> core.evaluate(input(four, CoreGradient.random(1, 3, 4), four)));
    }
}
