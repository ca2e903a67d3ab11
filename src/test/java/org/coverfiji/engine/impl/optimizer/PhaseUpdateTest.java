package org.coverfiji.engine.impl.optimizer;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Three parameters a, b, c of 1, 2 and 1 values. */
public class PhaseUpdateTest {

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private final INDArray parameters = Nd4j.createFromArray(1f, 2f, 3f, 4f);
    private final INDArray gradients = Nd4j.createFromArray(3f, 100f, 100f, 4f);

    private static Map<String, Long> names() {
        Map<String, Long> names = new LinkedHashMap<>();
        names.put("a", 1L);
        names.put("b", 2L);
        names.put("c", 1L);
        return names;
    }

    /** Descent along the gradient, with a moment that adds gradients up. */
    private static final class Descent implements UpdateRule {

        @Override
        public List<String> moments() {
            return Collections.singletonList("sum");
        }

        @Override
        public void apply(INDArray gradient, INDArray[] moments, long step, double rate) {
            moments[0].addi(gradient);
            gradient.muli(rate);
        }
    }

    private int asked;

    private PhaseUpdate outer(double clip, double decay) {
        return new PhaseUpdate(new Phase("outer", name -> !name.equals("b"), new Descent(), clip, decay), names(),
                parameters, () -> {
                    asked++;
                    return gradients;
                });
    }

    /** A network that is only applied has neither. */
    @Test
    public void gradientsAndMomentsAreMadeWhenTheyAreNeeded() {
        PhaseUpdate update = outer(INFINITE, 0);
        update.forget("a");
        assertEquals(0, asked);
        update.step(0.5);
        update.step(0.5);
        assertEquals(1, asked);
        update.close();
        outer(INFINITE, 0).close();
        assertEquals(1, asked);
    }

    @Test
    public void onlyThePhaseCountsAndMoves() {
        PhaseUpdate update = outer(INFINITE, 0);
        assertTrue(update.step(0.5));
        assertEquals("3 and 4, not the 100s", 5, update.lastNorm(), 1e-6);
        assertArrayEquals(new float[] {-0.5f, 2, 3, 2}, parameters.toFloatVector(), 0);
        assertEquals(new HashSet<>(Arrays.asList("sum/a", "sum/c")), update.moments().keySet());
        assertEquals(4, update.moments().get("sum/c").getFloat(0), 0);
        update.close();
    }

    @Test
    public void clipsThenDecays() {
        PhaseUpdate update = outer(1, 0.5);
        update.step(1);
        assertEquals(1 - (0.6 + 0.5), parameters.getFloat(0), 1e-6);
        assertEquals(4 - (0.8 + 2), parameters.getFloat(3), 1e-6);
        update.close();
    }

    @Test
    public void gradientsThatAreNotFiniteAreNotFollowed() {
        PhaseUpdate update = outer(1, 0.5);
        gradients.putScalar(0, Float.NaN);
        assertFalse(update.step(1));
        assertTrue(Double.isNaN(update.lastNorm()));
        assertArrayEquals(new float[] {1, 2, 3, 4}, parameters.toFloatVector(), 0);
        assertEquals(1, update.steps());
        update.close();
    }

    @Test
    public void aPhaseThatTrainsNothingIsAnError() {
        assertThrows(IllegalArgumentException.class, () -> new PhaseUpdate(
                new Phase("none", name -> false, new Descent(), 1, 0), names(), parameters, () -> gradients));
    }
}
