package org.coverfiji.engine.impl.network;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between the host's tensors and ND4J's arrays. */
public final class Tensors {

    private Tensors() {
    }

    /** A copy in the host's memory. */
    public static Tensor copy(INDArray array) {
        int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
        float[] values = new float[Math.toIntExact(array.length())];
        if (array.dataType() == DataType.FLOAT && !strided(array)) {
            array.data().asNioFloat().slice().get(values);
        } else {
            INDArray packed = array.dup('c');
            for (int i = 0; i < values.length; i++) {
                values[i] = packed.getFloat(i);
            }
        }
        return new Tensor(values, shape);
    }

    private static boolean strided(INDArray array) {
        long expected = 1;
        for (int axis = array.rank() - 1; axis >= 0; axis--) {
            if (array.size(axis) != 1 && array.stride(axis) != expected) {
                return true;
            }
            expected *= array.size(axis);
        }
        return false;
    }

    /** Overwrites an array of the same length. */
    public static void fill(INDArray target, Tensor... parts) {
        if (target.dataType() == DataType.FLOAT) {
            FloatBuffer buffer = target.data().asNioFloat().slice();
            for (Tensor part : parts) {
                buffer.put(part.data());
            }
        } else {
            long index = 0;
            for (Tensor part : parts) {
                for (float value : part.data()) {
                    target.putScalar(index++, value);
                }
            }
        }
    }

    public static INDArray array(DataType type, Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        INDArray array = Nd4j.createUninitialized(type, shape, 'c');
        fill(array, tensor);
        return array;
    }
}
