package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.junit.Test;

public class KeyQueueTest {

    /** One channel: key i is the number given. */
    private static Tensor keys(float... values) {
        return new Tensor(values, values.length, 1);
    }

    @Test
    public void startsWithUnitVectorsOfItsSeed() {
        KeyQueue queue = new KeyQueue("queue", 7, 5, 1);
        for (int key = 0; key < 7; key++) {
            double squares = 0;
            for (int c = 0; c < 5; c++) {
                squares += Math.pow(queue.keys().data()[5 * key + c], 2);
            }
            assertEquals(1, squares, 1e-6);
        }
        assertArrayEquals(queue.keys().data(), new KeyQueue("queue", 7, 5, 1).keys().data(), 0);
        assertTrue(queue.keys().data()[0] != new KeyQueue("queue", 7, 5, 2).keys().data()[0]);
        assertTrue(queue.keys().data()[0] != new KeyQueue("pixels", 7, 5, 1).keys().data()[0]);
    }

    @Test
    public void writesOverTheOldestAndWraps() {
        KeyQueue queue = new KeyQueue("queue", 5, 1, 1);
        queue.write(keys(1, 2, 3));
        assertEquals(3, queue.pointer());
        queue.write(keys(4, 5, 6, 7));
        assertArrayEquals(new float[] {6, 7, 3, 4, 5}, queue.keys().data(), 0);
        assertEquals(2, queue.pointer());
        queue.write(keys(1, 2, 3, 4, 5, 6, 7));
        assertArrayEquals("the last five", new float[] {4, 5, 6, 7, 3}, queue.keys().data(), 0);
        assertEquals(4, queue.pointer());
        assertThrows(IllegalArgumentException.class, () -> queue.write(new Tensor(new float[2], 1, 2)));
    }

    @Test
    public void stateIsACopyThatComesBack() {
        KeyQueue queue = new KeyQueue("queue", 3, 1, 1);
        queue.write(keys(1, 2));
        Map<String, Tensor> state = queue.state();
        queue.write(keys(8, 9));
        KeyQueue other = new KeyQueue("queue", 3, 1, 2);
        other.setState(state);
        other.write(keys(8, 9));
        assertArrayEquals(queue.keys().data(), other.keys().data(), 0);
        assertEquals(queue.pointer(), other.pointer());
    }

    @Test
    public void foreignStateIsRefused() {
        KeyQueue queue = new KeyQueue("queue", 3, 1, 1);
        Map<String, Tensor> state = queue.state();
        assertThrows(CoverException.class, () -> new KeyQueue("queue", 4, 1, 1).setState(state));
        assertThrows(CoverException.class, () -> new KeyQueue("pixels", 3, 1, 1).setState(state));
        state.put("queue/pointer", new Tensor(new float[] {3}, 1));
        CoverException refused = assertThrows(CoverException.class, () -> queue.setState(state));
        assertTrue(refused.getMessage(), refused.getMessage().contains("between 0 and 2"));
        assertThrows(CoverException.class, () -> new KeyQueue("queue", 0, 1, 1));
    }
}
