package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class CrossEntropyTest {

    private static CoreResult evaluate(Tensor logits, float... labels) {
        return new CrossEntropy().evaluate(new CoreInput(Collections.singletonMap(CrossEntropy.LOGITS, logits),
                Collections.emptyMap(), Map.of(CrossEntropy.LABELS, new Tensor(labels, labels.length, 1))));
    }

    @Test
    public void gradientsAreSlopes() {
        for (int[] shape : new int[][] {{4, 3}, {4, 3, 1, 1}}) {
            CoreGradient.check(Collections.singletonMap(CrossEntropy.LOGITS, CoreGradient.random(1, shape)),
                    online -> evaluate(online.get(CrossEntropy.LOGITS), 0, 2, 1, 2),
                    result -> result.losses().get(CrossEntropy.LOSS), 1e-4);
        }
    }

    @Test
    public void equalScoresAreChance() {
        CoreResult result = evaluate(Tensor.zeros(2, 10), 3, 9);
        assertEquals(Math.log(10), result.losses().get(CrossEntropy.LOSS), 1e-12);
    }

    @Test
    public void rightAnswersAreCounted() {
        Tensor logits = new Tensor(new float[] {1, 2, 5, 4, 0, 3}, 3, 2);
        assertEquals(2 / 3.0, evaluate(logits, 1, 0, 0).measures().get(CrossEntropy.ACCURACY), 1e-12);
    }

    @Test
    public void whatIsNoClassIsRefused() {
        Tensor logits = Tensor.zeros(1, 3);
        for (float label : new float[] {-1, 3, 0.5f, Float.NaN}) {
            CoverException refused = assertThrows(CoverException.class, () -> evaluate(logits, label));
            assertTrue(refused.getMessage(), refused.getMessage().contains("from 0 to 2"));
        }
        assertThrows(CoverException.class, () -> evaluate(logits, 0, 1));
    }
}
