package org.coverfiji.engine.impl.kernel.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One array of a primitive. Where the primitive wants another layout than the array has, it works on a copy in
 * {@link SharedMemory}.
 */
final class Argument implements AutoCloseable {

    private final memory outside;
    /** What the primitive is given; the array itself where that will do. */
    private final memory inside;
    private final SharedMemory.Use use;
    private final long bytes;
    private reorder toInside;
    private reorder toOutside;
    /** Whose copy the primitive was given last. */
    private HeldWeights given;

    /**
     * @param shape of the array if it were row-major
     * @param block channels that lie together in it, 1 for row-major
     * @param wanted the layout that the primitive chose
     * @param use where a copy lives
     */
    Argument(long[] shape, int block, memory.desc wanted, SharedMemory.Use use) {
        this.use = use;
        try (memory.desc own = OneDnn.describe(shape, Layout.tag(shape.length, block))) {
            outside = OneDnn.unbound(own);
            inside = Layout.same(own, wanted) ? outside : OneDnn.unbound(wanted);
        }
        bytes = wanted.get_size();
    }

    memory memory() {
        return inside;
    }

    private boolean copied() {
        return inside != outside;
    }

    /** Makes the array's values, or where {@code layOut} is false only its room, those of the primitive. */
    void bind(INDArray array, boolean layOut) {
        bind(array.data().addressPointer(), layOut);
    }

    /** The same with the values' address. */
    void bind(Pointer values, boolean layOut) {
        outside.set_data_handle(values);
        if (copied()) {
            Pointer data = SharedMemory.get(use, bytes);
            inside.set_data_handle(data);
            if (layOut) {
                layOut();
            }
        }
    }

    private void layOut() {
        if (toInside == null) {
            toInside = new reorder(outside, inside);
        }
        toInside.execute(OneDnn.stream(), outside, inside);
    }

    /** The same for an array that stays as it is: laid out only where that was not yet done for another shape. */
    void bind(INDArray array, HeldWeights held) {
        if (!copied()) {
            bind(array, true);
        } else if (given != held) {
            outside.set_data_handle(array.data().addressPointer());
            try (memory.desc layout = inside.get_desc()) {
                inside.set_data_handle(held.in(layout, room -> {
                    inside.set_data_handle(room);
                    layOut();
                }));
            }
            given = held;
        }
    }

    /** Writes what the primitive computed into the array that was bound. */
    void fetch() {
        if (copied()) {
            if (toOutside == null) {
                toOutside = new reorder(inside, outside);
            }
            toOutside.execute(OneDnn.stream(), inside, outside);
        }
    }

    /** Whether the other argument has its copy, where it has one, at the same place and in the same layout. */
    boolean sharesCopyWith(Argument other) {
        try (memory.desc mine = inside.get_desc(); memory.desc others = other.inside.get_desc()) {
            return use == other.use && Layout.same(mine, others);
        }
    }

    @Override
    public void close() {
        if (toInside != null) {
            toInside.close();
        }
        if (toOutside != null) {
            toOutside.close();
        }
        if (copied()) {
            inside.close();
        }
        outside.close();
    }
}
