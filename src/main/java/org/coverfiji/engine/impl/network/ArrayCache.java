package org.coverfiji.engine.impl.network;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One native array that is filled anew for every batch, so that steps allocate nothing while the shape stays. */
final class ArrayCache implements AutoCloseable {

    private INDArray array;

    /** The parts, one after the other along the first axis. */
    INDArray of(Tensor... parts) {
        long[] shape = Arrays.stream(parts[0].shape()).asLongStream().toArray();
        shape[0] = Arrays.stream(parts).mapToInt(part -> part.size(0)).sum();
        if (array == null || !Arrays.equals(array.shape(), shape)) {
            close();
            try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
                array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
            }
        }
        Tensors.fill(array, parts);
        return array;
    }

    @Override
    public void close() {
        if (array != null) {
            array.close();
            array = null;
        }
    }
}
