package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class InfoNceTest {

    private static CoreInput input(Tensor queries, Tensor keys, Tensor queue) {
        return new CoreInput(Collections.singletonMap(InfoNce.QUERY, queries),
                Collections.singletonMap(InfoNce.KEY, keys), Collections.singletonMap(InfoNce.QUEUE, queue));
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
