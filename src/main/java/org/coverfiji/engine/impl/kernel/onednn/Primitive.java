package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc;

/** A computation of oneDNN, ready for arrays of one shape, and its arguments. */
final class Primitive implements AutoCloseable {

    private final primitive computation;
    private final IntMemoryMap memories = new IntMemoryMap();
    private final List<Argument> arguments = new ArrayList<>();
    private final memory scratchpad;
    private final long scratchpadBytes;

    Primitive(primitive_desc description) {
        computation = new primitive(description);
        try (memory.desc room = description.scratchpad_desc()) {
            scratchpadBytes = room.get_size();
            scratchpad = OneDnn.unbound(room);
        }
        memories.put(DNNL_ARG_SCRATCHPAD, scratchpad);
    }

    /**
     * @param name oneDNN's number of the argument
     * @param block channels that lie together in the array, 1 for row-major
     * @param wanted as the description says; closed here
     */
    Argument argument(int name, long[] shape, int block, memory.desc wanted, SharedMemory.Use use) {
        try (memory.desc layout = wanted) {
            Argument argument = new Argument(shape, block, layout, use);
            memories.put(name, argument.memory());
            arguments.add(argument);
            return argument;
        }
    }

    void run() {
        if (scratchpadBytes > 0) {
            scratchpad.set_data_handle(SharedMemory.get(SharedMemory.Use.SCRATCHPAD, scratchpadBytes));
        }
        computation.execute(OneDnn.stream(), memories);
    }

    @Override
    public void close() {
        arguments.forEach(Argument::close);
        memories.close();
        scratchpad.close();
        computation.close();
    }
}
