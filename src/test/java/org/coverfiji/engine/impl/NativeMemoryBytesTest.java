package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;

import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

public class NativeMemoryBytesTest {

    private static final long MEGABYTE = 1 << 20;
    private static final long LARGE = 128 * MEGABYTE;
    /** More than what other tests' garbage may be. */
    private static final double SMALL = 32 * MEGABYTE;

    @Test
    public void arraysCountUntilTheyAreClosed() {
        long before = NativeMemory.bytes();
        INDArray array = Nd4j.createUninitialized(DataType.FLOAT, LARGE / 4);
        assertEquals(LARGE, NativeMemory.bytes() - before, SMALL);
        array.close();
        assertEquals(0, NativeMemory.bytes() - before, SMALL);
    }

    @Test
    public void workspacesCountOnceUntilTheyAreDestroyed() {
        long before = NativeMemory.bytes();
        WorkspaceConfiguration configuration =
                WorkspaceConfiguration.builder().initialSize(LARGE).overallocationLimit(0).build();
        try (MemoryWorkspace workspace = Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "counted")) {
            Nd4j.createUninitialized(DataType.FLOAT, MEGABYTE);
            assertEquals(LARGE, NativeMemory.bytes() - before, SMALL);
        }
        assertEquals(LARGE, NativeMemory.bytes() - before, SMALL);
        Nd4j.getWorkspaceManager().destroyWorkspace(Nd4j.getWorkspaceManager().getWorkspaceForCurrentThread("counted"));
        assertEquals(0, NativeMemory.bytes() - before, SMALL);
    }
}
