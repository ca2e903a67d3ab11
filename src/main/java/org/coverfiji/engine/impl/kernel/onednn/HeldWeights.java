package org.coverfiji.engine.impl.kernel.onednn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;

/** A layer's weights, which do not change, in the layouts in which its convolutions of some shapes want them. */
final class HeldWeights implements AutoCloseable {

    private static final AtomicLong BYTES = new AtomicLong();

    private final List<memory> copies = new ArrayList<>();

    /**
     * Where they lie in a layout.
     *
     * @param layOut writes them there, if that is new
     */
    Pointer in(memory.desc layout, Consumer<Pointer> layOut) {
        for (memory copy : copies) {
            try (memory.desc own = copy.get_desc()) {
                if (Layout.same(own, layout)) {
                    return copy.get_data_handle();
                }
            }
        }
        memory copy = new memory(layout, OneDnn.engine());
        try {
            layOut.accept(copy.get_data_handle());
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
        copies.add(copy);
        BYTES.addAndGet(layout.get_size());
        return copy.get_data_handle();
    }

    /** What those of all layers take together. */
    static long bytes() {
        return BYTES.get();
    }

    @Override
    public void close() {
        for (memory copy : copies) {
            try (memory.desc layout = copy.get_desc()) {
                BYTES.addAndGet(-layout.get_size());
            }
            copy.close();
        }
        copies.clear();
    }
}
