package org.coverfiji.engine.impl.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.impl.layer.Allocator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The arrays that a pass needs on inputs of one shape. The first pass finds which there are and which of them may lie
 * in the same memory, one after the other; later ones get the same arrays in the same order, and allocate nothing.
 */
final class PassArrays implements Allocator, AutoCloseable {

    private final DataType type;
    private final List<INDArray> inOrder = new ArrayList<>();
    private final List<INDArray> blocks = new ArrayList<>();
    private final List<INDArray> free = new ArrayList<>();
    /** The memory of each array that is in use; only for the first pass. */
    private final Map<INDArray, INDArray> used = new IdentityHashMap<>();
    private boolean planned;
    private int next;
    /** The first array of the vertex that is computed. */
    private int ofVertex;

    PassArrays(DataType type) {
        this.type = type;
    }

    /** Before every pass. */
    void begin() {
        next = 0;
        ofVertex = 0;
    }

    @Override
    public INDArray create(long... shape) {
        INDArray array;
        if (planned) {
            array = inOrder.get(next);
            if (!Arrays.equals(array.shape(), shape)) {
                throw new IllegalStateException("a pass asks for " + Arrays.toString(shape) + " where an earlier one"
                        + " on the same inputs asked for " + Arrays.toString(array.shape()));
            }
        } else {
            long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            INDArray block = block(length);
            array = block.get(NDArrayIndex.interval(0, length)).reshape('c', shape);
            inOrder.add(array);
            used.put(array, block);
        }
        next++;
        return array;
    }

    /** The smallest free one that is large enough, or a new one. */
    private INDArray block(long length) {
        INDArray block = free.stream().filter(one -> one.length() >= length)
                .min(Comparator.comparingLong(INDArray::length)).orElse(null);
        if (block != null) {
            free.removeIf(one -> one == block);
            return block;
        }
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray made = Nd4j.createUninitialized(type, new long[] {length}, 'c');
            blocks.add(made);
            return made;
        }
    }

    /** A vertex is done: of all that it asked for only its value is needed any more. */
    void done(INDArray value) {
        for (; ofVertex < next; ofVertex++) {
            if (inOrder.get(ofVertex) != value) {
                release(inOrder.get(ofVertex));
            }
        }
    }

    /** Nobody reads an array any more; one that is not from here is left alone. */
    void release(INDArray array) {
        INDArray block = used.remove(array);
        if (block != null) {
            free.add(block);
        }
    }

    /** After a whole pass. */
    void end() {
        planned = true;
        used.clear();
        free.clear();
    }

    @Override
    public void close() {
        blocks.forEach(INDArray::close);
        blocks.clear();
    }
}
