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
 * The arrays that a pass needs on inputs of one shape. The first pass makes each and closes it when nobody reads it any
 * more, and so finds which there are and for how long; before the second one, those that are not needed at the same
 * time are laid in the same memory. It and later ones get these in the same order, and allocate nothing.
 */
final class PassArrays implements Allocator, AutoCloseable {

    private final DataType type;
    private final List<Planned> inOrder = new ArrayList<>();
    /** Those of the first pass that are in use or its outputs. */
    private final Map<INDArray, Planned> used = new IdentityHashMap<>();
    private final List<INDArray> blocks = new ArrayList<>();
    /** Whether there was a whole pass. */
    private boolean known;
    private boolean laidOut;
    private int next;
    /** The first array of the vertex that is computed. */
    private int ofVertex;
    /** Counts what is made and released. */
    private int time;

    PassArrays(DataType type) {
        this.type = type;
    }

    /** Before every pass; outputs of the first one end here. */
    void begin() {
        next = 0;
        ofVertex = 0;
        if (known && !laidOut) {
            closeUsed();
            layOut();
            laidOut = true;
        }
    }

    @Override
    public INDArray create(long... shape) {
        Planned planned;
        if (known) {
            planned = inOrder.get(next);
            if (!Arrays.equals(planned.shape, shape)) {
                throw new IllegalStateException("a pass asks for " + Arrays.toString(shape) + " where an earlier one"
                        + " on the same inputs asked for " + Arrays.toString(planned.shape));
            }
        } else {
            planned = new Planned(shape, time++);
            planned.array = allocate(shape);
            inOrder.add(planned);
            used.put(planned.array, planned);
        }
        next++;
        return planned.array;
    }

    private INDArray allocate(long... shape) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return Nd4j.createUninitialized(type, shape, 'c');
        }
    }

    /** A vertex is done: of all that it asked for only its value is needed any more. */
    void done(INDArray value) {
        for (; ofVertex < next; ofVertex++) {
            if (inOrder.get(ofVertex).array != value) {
                release(inOrder.get(ofVertex).array);
            }
        }
    }

    /** Nobody reads an array any more; one that is not from here is left alone. */
    void release(INDArray array) {
        Planned planned = known ? null : used.remove(array);
        if (planned != null) {
            planned.end = time++;
            array.close();
        }
    }

    /** After a whole pass. */
    void end() {
        known = true;
    }

    /** The largest first, each into a block where it meets no other, so that no block is larger than it has to be. */
    private void layOut() {
        List<Planned> largestFirst = new ArrayList<>(inOrder);
        largestFirst.sort(Comparator.comparingLong(planned -> -planned.length()));
        List<List<Planned>> inBlocks = new ArrayList<>();
        for (Planned planned : largestFirst) {
            int block = 0;
            while (block < inBlocks.size() && inBlocks.get(block).stream().anyMatch(planned::meets)) {
                block++;
            }
            if (block == inBlocks.size()) {
                inBlocks.add(new ArrayList<>());
                blocks.add(allocate(planned.length()));
            }
            inBlocks.get(block).add(planned);
            planned.array = blocks.get(block).get(NDArrayIndex.interval(0, planned.length()))
                    .reshape('c', planned.shape);
        }
    }

    private void closeUsed() {
        used.keySet().forEach(INDArray::close);
        used.clear();
    }

    @Override
    public void close() {
        closeUsed();
        blocks.forEach(INDArray::close);
        blocks.clear();
    }

    /** An array, and from when to when it is needed. */
    private static final class Planned {

        final long[] shape;
        final int begin;
        /** Outputs are needed to the end. */
        int end = Integer.MAX_VALUE;
        INDArray array;

        Planned(long[] shape, int begin) {
            this.shape = shape.clone();
            this.begin = begin;
        }

        long length() {
            return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        }

        boolean meets(Planned other) {
            return begin < other.end && other.begin < end;
        }
    }
}
