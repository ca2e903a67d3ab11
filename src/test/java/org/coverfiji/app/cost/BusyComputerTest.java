package org.coverfiji.app.cost;

import static org.junit.Assert.assertEquals;

import org.junit.Test;

public class BusyComputerTest {

    private static final double[] STEADY = {1.1, 1, 1.2, 1.15, 1.3};
    private static final double[] SCATTERED = {1, 1.4, 1.5, 2, 1.1};

    @Test
    public void aQuietComputerIsNotMentioned() {
        assertEquals("", new BusyComputer(2, 2).warning(STEADY));
        assertEquals("where the load is not known", "", new BusyComputer(-1, 2).warning(STEADY));
        assertEquals("one step", "", new BusyComputer(0, 1).warning(new double[] {3}));
    }

    @Test
    public void loadAndScatterAreNamed() {
        assertEquals("The computer was busy with something else: 30.2 processes wanted to run on 2 processors before"
                + " the first step. Measure again when it rests.", new BusyComputer(30.2, 2).warning(STEADY).trim());
        assertEquals("The computer was busy with something else: the median step took 1.40 times the fastest."
                + " Measure again when it rests.", new BusyComputer(0.3, 2).warning(SCATTERED).trim());
        assertEquals("The computer was busy with something else: 3.0 processes wanted to run on 2 processors before"
                + " the first step, and the median step took 1.40 times the fastest. Measure again when it rests.",
                new BusyComputer(3, 2).warning(SCATTERED).trim());
    }
}
