package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_a;

import java.util.EnumMap;
import java.util.Map;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Working memory that all convolutions share, since only one runs at a time: as large as the largest needs, kept
 * across steps, released with the last user.
 */
final class SharedMemory {

    /** What a block is for; a primitive uses each at most once. */
    enum Use {
        SOURCE, DESTINATION, WEIGHTS, SCRATCHPAD,
        /** Of {@link SlicedConvolution}, beside those of its primitives. */
        PICTURES, SLICES, PICTURE_WEIGHTS,
        /** Of {@link GradientSum}. */
        PART, SUM
    }

    private static final Map<Use, memory> BLOCKS = new EnumMap<>(Use.class);
    private static int users;

    private SharedMemory() {
    }

    static synchronized void register() {
        users++;
    }

    static synchronized void unregister() {
        users--;
        if (users == 0) {
            BLOCKS.values().forEach(Pointer::close);
            BLOCKS.clear();
        }
    }

    /** At least so many bytes with undefined contents, valid until the next call for the same use. */
    static synchronized Pointer get(Use use, long bytes) {
        memory block = BLOCKS.get(use);
        if (block == null || size(block) < bytes) {
            if (block != null) {
                // First out of the map: making the larger one may fail.
                BLOCKS.remove(use);
                block.close();
            }
            long[] floats = {(bytes + Float.BYTES - 1) / Float.BYTES};
            try (memory.desc description = OneDnn.describe(floats, dnnl_a)) {
                block = new memory(description, OneDnn.engine());
            }
            BLOCKS.put(use, block);
        }
        return block.get_data_handle();
    }

    /** The same for so many floats. */
    static FloatPointer floats(Use use, long count) {
        return new FloatPointer(get(use, count * Float.BYTES));
    }

    /** What all blocks take together. */
    static synchronized long bytes() {
        return BLOCKS.values().stream().mapToLong(SharedMemory::size).sum();
    }

    private static long size(memory block) {
        try (memory.desc description = block.get_desc()) {
            return description.get_size();
        }
    }
}
