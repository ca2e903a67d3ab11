package org.coverfiji.app.cost;

import org.coverfiji.MemoryLimit;

/** What memory some work may take: Java's, and all of the process, with what a container bounds. Immutable. */
public final class AvailableMemory {

    private final long heapBytes;
    private final long bytes;

    /**
     * @param heapBytes that Java's heap may grow to
     * @param bytes that the process may take, the heap included
     */
    public AvailableMemory(long heapBytes, long bytes) {
        this.heapBytes = heapBytes;
        this.bytes = bytes;
    }

    /** All that there could be: what is garbage now, or only kept, need not be asked for. */
    public static AvailableMemory ofProcess() {
        return new AvailableMemory(Runtime.getRuntime().maxMemory(), MemoryLimit.usableBytes());
    }

    /** That Java's heap may grow to. */
    public long heapBytes() {
        return heapBytes;
    }

    /** That the process may take. */
    public long bytes() {
        return bytes;
    }
}
