package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;

import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class WeightedTest {

    /** GEMINI's restoration weighs 100: the loss is shown as it is, its gradient is multiplied. */
    @Test
    public void gradientsAreMultipliedAndLossesAreNot() {
        CoreInput input = new CoreInput(
                Map.of(SquaredError.RESTORED, new Tensor(new float[] {3, 1}, 1, 1, 1, 2)), Map.of(),
                Map.of(SquaredError.CLEAN, new Tensor(new float[] {1, 1}, 1, 1, 1, 2)));
        CoreResult result = LossCores.named(Weighted.SQUARED_ERROR, Map.of(Weighted.WEIGHT, 100.0)).evaluate(input);
        assertEquals(2, result.losses().get(SquaredError.LOSS), 0);
        assertEquals(200, result.gradients().get(SquaredError.RESTORED).data()[0], 0);
        assertEquals(0, result.gradients().get(SquaredError.RESTORED).data()[1], 0);
    }
}
