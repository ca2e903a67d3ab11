package org.coverfiji.engine.impl;

import org.coverfiji.engine.impl.kernel.gemm.Workspace;
import org.coverfiji.engine.impl.kernel.onednn.OneDnn;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/** Native memory that ND4J's arrays and the convolutions take. JavaCPP's own counters do not see it. */
public final class NativeMemory {

    private NativeMemory() {
    }

    /** Bytes of all arrays outside workspaces, of the calling thread's workspaces and of the convolutions. */
    public static long bytes() {
        int device = Nd4j.getAffinityManager().getDeviceForCurrentThread();
        long bytes = Nd4j.getEnvironment().getDeviceCouner(device);
        for (MemoryWorkspace workspace : Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread()) {
            bytes += workspace.getCurrentSize();
        }
        return bytes + Workspace.bytes() + (OneDnn.available() ? OneDnn.workingBytes() : 0);
    }
}
