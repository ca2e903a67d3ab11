package org.coverfiji.engine.impl.kernel;

import java.nio.FloatBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Chunk-wise access to the memory of a contiguous float array. Kernels read a plane or row into a float[] that stays
 * in the processor's cache, work on it, and write it back: C2 vectorises loops over float[] but not over buffers.
 * Safe for use by several threads.
 */
public final class Floats {

    private final INDArray array;
    private final FloatBuffer buffer;

    /** @throws IllegalArgumentException if the array is of another type or has gaps */
    public Floats(INDArray array) {
        if (array.dataType() != DataType.FLOAT || !contiguous(array)) {
            throw new IllegalArgumentException(
                    "a kernel needs a contiguous float array, not " + array.shapeInfoToString());
        }
        this.array = array;
        buffer = array.data().asNioFloat().slice();
    }

    /** Row-major without gaps; ND4J's own flags call vectors column-major at times. */
    private static boolean contiguous(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != expected) {
                return false;
            }
            expected *= array.size(axis);
        }
        return true;
    }

    public void get(long index, float[] target, int offset, int length) {
        FloatBuffer own = buffer.duplicate();
        own.position(Math.toIntExact(index));
        own.get(target, offset, length);
    }

    public void put(long index, float[] source, int offset, int length) {
        FloatBuffer own = buffer.duplicate();
        own.position(Math.toIntExact(index));
        own.put(source, offset, length);
    }

    public float[] toArray(int length) {
        float[] values = new float[length];
        get(0, values, 0, length);
        return values;
    }

    /** The value at an index and those after it, for native code; valid as long as the array is. */
    public FloatPointer pointer(long index) {
        return new FloatPointer(array.data().addressPointer()).getPointer(index);
    }
}
