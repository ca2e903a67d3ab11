package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.After;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class PassArraysTest {

    private static final int LARGE = 100_000;
    private static final int SMALL = 1000;

    private final PassArrays arrays = new PassArrays(DataType.FLOAT);

    @After
    public void close() {
        arrays.close();
    }

    /** A large array, two small ones of which one stays, and a large one again. */
    private INDArray[] pass() {
        arrays.begin();
        INDArray first = arrays.create(LARGE);
        arrays.done(first);
        INDArray small = arrays.create(SMALL);
        arrays.done(small);
        arrays.release(first);
        INDArray kept = arrays.create(SMALL);
        arrays.done(kept);
        arrays.release(small);
        INDArray last = arrays.create(LARGE);
        arrays.done(last);
        arrays.end();
        return new INDArray[] {first, small, kept, last};
    }

    @Test
    public void smallArraysDoNotKeepTheMemoryOfLargeOnes() {
        long before = Nd4j.getEnvironment().getDeviceCouner(0);
        for (int i = 0; i < 3; i++) {
            pass();
            long values = (Nd4j.getEnvironment().getDeviceCouner(0) - before) / Float.BYTES;
            assertTrue("pass " + i + ": " + values + " values", values < LARGE + 3 * SMALL);
        }
    }

    @Test
    public void whatIsNeededTogetherLiesApart() {
        pass();
        INDArray[] second = pass();
        second[1].assign(1);
        second[2].assign(2);
        assertEquals(SMALL, second[1].sumNumber().doubleValue(), 0);
        second[3].assign(3);
        assertEquals(2 * SMALL, second[2].sumNumber().doubleValue(), 0);
        INDArray[] third = pass();
        for (int i = 0; i < second.length; i++) {
            assertSame(second[i], third[i]);
        }
    }

    @Test
    public void anotherOrderIsRefused() {
        pass();
        arrays.begin();
        assertThrows(IllegalStateException.class, () -> arrays.create(SMALL));
    }
}
