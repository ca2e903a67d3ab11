package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class SquaredErrorTest {

    private static CoreResult evaluate(SquaredError core, Tensor restored, Tensor clean, Tensor mask) {
        return core.evaluate(new CoreInput(Collections.singletonMap(SquaredError.RESTORED, restored),
                Collections.emptyMap(), Map.of(SquaredError.CLEAN, clean, SquaredError.MASK, mask)));
    }

    private static Tensor mask(int... shape) {
        Tensor mask = CoreGradient.random(9, shape);
        for (int i = 0; i < mask.data().length; i++) {
            mask.data()[i] = mask.data()[i] > 0 ? 1 : 0;
        }
        return mask;
    }

    @Test
    public void gradientsAreSlopes() {
        for (int[] shape : new int[][] {{2, 2, 4, 5}, {2, 1, 3, 4, 3}}) {
            Tensor clean = CoreGradient.random(2, shape);
            int[] single = shape.clone();
            single[1] = 1;
            for (SquaredError core : new SquaredError[] {SquaredError.everywhere(), SquaredError.hidden(0, 1),
                    SquaredError.hidden(1, 10)}) {
                CoreGradient.check(Collections.singletonMap(SquaredError.RESTORED, CoreGradient.random(1, shape)),
                        online -> evaluate(core, online.get(SquaredError.RESTORED), clean, mask(single)),
                        result -> result.losses().get(SquaredError.LOSS), 1e-3);
            }
        }
    }

    @Test
    public void onlyWhatIsHiddenCounts() {
        Tensor clean = new Tensor(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
        Tensor restored = new Tensor(new float[] {9, 4, 9, 5}, 1, 1, 2, 2);
        Tensor mask = new Tensor(new float[] {0, 1, 0, 1}, 1, 1, 2, 2);
        CoreResult hidden = evaluate(SquaredError.hidden(0, 1), restored, clean, mask);
        assertEquals((4 + 1) / 2.0, hidden.losses().get(SquaredError.LOSS), 1e-12);
        CoreResult nothing = evaluate(SquaredError.hidden(0, 1), restored, clean, Tensor.zeros(1, 1, 2, 2));
        assertEquals(0, nothing.losses().get(SquaredError.LOSS), 0);
        assertTrue(nothing.gradients().get(SquaredError.RESTORED).isZero());
    }

    @Test
    public void otherShapesAreRefused() {
        Tensor two = CoreGradient.random(1, 2, 1, 4, 4);
        Tensor one = CoreGradient.random(1, 1, 1, 4, 4);
        assertThrows(CoverException.class, () -> evaluate(SquaredError.everywhere(), two, one, one));
        CoverException refused = assertThrows(CoverException.class,
                () -> evaluate(SquaredError.hidden(0, 1), two, two, one));
        assertTrue(refused.getMessage(), refused.getMessage().contains("one value for every pixel"));
        assertThrows(CoverException.class, () -> SquaredError.hidden(-1, 1));
    }
}
