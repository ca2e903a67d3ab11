package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Collections;

import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class SpreadTest {

    private static double spread(Tensor embeddings) {
        return Spread.of(new UnitRows(embeddings));
    }

    @Test
    public void directionsAllOverTheSphere() {
        assertEquals(1, spread(CoreGradient.random(1, 400, 64)), 0.01);
    }

    @Test
    public void oneDirectionWhateverTheLength() {
        assertEquals(0, spread(new Tensor(new float[] {1, 2, 2, 4, 3, 6}, 3, 2)), 1e-7);
    }

    /** Unit vectors (1, 0) and (0, 1): every channel deviates by √½ with one degree of freedom. */
    @Test
    public void twoDirections() {
        assertEquals(1, spread(new Tensor(new float[] {3, 0, 0, 5}, 2, 2)), 1e-12);
    }

    /** Of a map all positions count. */
    @Test
    public void mapsAndSingleVectors() {
        assertEquals(1, spread(new Tensor(new float[] {3, 0, 0, 5}, 1, 2, 2)), 1e-12);
        assertTrue(Double.isNaN(spread(new Tensor(new float[] {3, 0}, 1, 2))));
    }

    @Test
    public void coresMeasureIt() {
        Tensor z = CoreGradient.random(1, 8, 16);
        CoreResult result = new NtXent(0.2).evaluate(new CoreInput(Collections.singletonMap(NtXent.EMBEDDING, z)));
        assertEquals(spread(z), result.measures().get(Spread.NAME), 0);
    }
}
