package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

/** SimSiam's and BYOL's losses: every prediction is compared with the other view of the same image. */
public class TwinCoresTest {

    private static CoreResult simsiam(Tensor predictions, Tensor projections) {
        return new NegativeCosine().evaluate(new CoreInput(Map.of(NegativeCosine.PREDICTION, predictions,
                NegativeCosine.PROJECTION, projections)));
    }

    private static CoreResult byol(Tensor predictions, Tensor targets) {
        return new SquaredDistance().evaluate(new CoreInput(
                Map.of(SquaredDistance.PREDICTION, predictions, SquaredDistance.PROJECTION, targets),
                Map.of(SquaredDistance.TARGET, targets), Map.of()));
    }

    @Test
    public void gradientsAreSlopes() {
        for (int[] shape : new int[][] {{6, 5}, {4, 3, 2, 3}}) {
            Tensor fixed = CoreGradient.random(2, shape);
            CoreGradient.check(Collections.singletonMap(NegativeCosine.PREDICTION, CoreGradient.random(1, shape)),
                    online -> simsiam(online.get(NegativeCosine.PREDICTION), fixed),
                    result -> result.losses().get(NegativeCosine.LOSS), 1e-4);
            CoreGradient.check(Collections.singletonMap(SquaredDistance.PREDICTION, CoreGradient.random(1, shape)),
                    online -> byol(online.get(SquaredDistance.PREDICTION), fixed),
                    result -> result.losses().get(SquaredDistance.LOSS), 1e-4);
        }
    }

    /** Views whose predictions are the other view's target: as small as the losses can be. */
    @Test
    public void twinsAreFound() {
        Tensor predictions = new Tensor(new float[] {1, 0, 0, 2, 3, 3, -1, 0}, 4, 2);
        Tensor others = new Tensor(new float[] {1, 1, -1, 0, 5, 0, 0, 1}, 4, 2);
        assertEquals(-1, simsiam(predictions, others).losses().get(NegativeCosine.LOSS), 1e-12);
        assertEquals(0, byol(predictions, others).losses().get(SquaredDistance.LOSS), 1e-12);
        Tensor opposite = new Tensor(new float[] {-1, -1, 1, 0, -5, 0, 0, -1}, 4, 2);
        assertEquals(8, byol(predictions, opposite).losses().get(SquaredDistance.LOSS), 1e-12);
    }

    @Test
    public void otherShapesAreRefused() {
        assertThrows(CoverException.class,
                () -> simsiam(CoreGradient.random(1, 3, 4), CoreGradient.random(1, 3, 4)));
        assertThrows(CoverException.class, () -> byol(CoreGradient.random(1, 4, 4), CoreGradient.random(1, 6, 4)));
        assertThrows(CoverException.class, () -> byol(CoreGradient.random(1, 4, 4), CoreGradient.random(1, 4, 3)));
    }
}
