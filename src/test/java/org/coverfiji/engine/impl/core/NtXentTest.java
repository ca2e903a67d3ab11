package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Collections;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class NtXentTest {

    private static Map<String, Tensor> embedding(Tensor z) {
        return Collections.singletonMap(NtXent.EMBEDDING, z);
    }

    private static CoreResult evaluate(double temperature, Tensor z) {
        return new NtXent(temperature).evaluate(new CoreInput(embedding(z)));
    }

    @Test
    public void gradientsAreSlopes() {
        for (double temperature : new double[] {0.1, 0.5}) {
            NtXent core = new NtXent(temperature);
            for (Tensor z : new Tensor[] {CoreGradient.random(3, 6, 5), CoreGradient.random(4, 4, 3, 2, 3)}) {
                CoreGradient.check(embedding(z), online -> core.evaluate(new CoreInput(online)),
                        result -> result.losses().get(NtXent.LOSS), 1e-4);
            }
        }
    }

    /** A vector head's output is a map of one position. */
    @Test
    public void mapsOfOnePositionAreVectors() {
        Tensor z = CoreGradient.random(3, 6, 5);
        double flat = evaluate(0.2, z).losses().get(NtXent.LOSS);
        assertEquals(flat, evaluate(0.2, new Tensor(z.data(), 6, 5, 1, 1)).losses().get(NtXent.LOSS), 0);
    }

    @Test
    public void noImagesToTellApart() {
        for (int rows : new int[] {2, 5}) {
            CoverException refused = assertThrows(CoverException.class,
                    () -> evaluate(0.2, CoreGradient.random(1, rows, 4)));
            assertTrue(refused.getMessage(), refused.getMessage().contains(rows + " embeddings"));
        }
        assertThrows(CoverException.class, () -> new NtXent(0));
        assertThrows(CoverException.class, () -> new NtXent(Double.NaN));
    }

    /** An embedding of zeros has no direction, but must not make a loss or gradient of NaN. */
    @Test
    public void zerosAreFinite() {
        CoreResult result = evaluate(0.2, Tensor.zeros(4, 3));
        assertEquals(Math.log(3), result.losses().get(NtXent.LOSS), 1e-12);
        for (float value : result.gradients().get(NtXent.EMBEDDING).data()) {
            assertEquals(0, value, 0);
        }
    }
}
