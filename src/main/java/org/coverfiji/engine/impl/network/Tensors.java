package org.coverfiji.engine.impl.network;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between the host's tensors and ND4J's arrays. */
public final class Tensors {

    private Tensors() {
    }

    /** A copy in the host's memory. */
    public static Tensor copy(INDArray array) {
        int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
        if (array.dataType() != DataType.FLOAT || strided(array)) {
            return new Tensor(array.dup('c').data().asFloat(), shape);
        }
        float[] values = new float[Math.toIntExact(array.length())];
        array.data().asNioFloat().slice().get(values);
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
        boolean processor = Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
        if (processor && target.dataType() == DataType.FLOAT) {
            FloatBuffer buffer = target.data().asNioFloat().slice();
            for (Tensor part : parts) {
                buffer.put(part.data());
            }
        } else {
            fillAnywhere(target, parts);
        }
    }

    /**
     * The same for an array in the memory of any device, of any type. A card has a memory of its own: what is written
     * through a buffer of the array reaches the computer's copy alone, without the card being told.
     */
    static void fillAnywhere(INDArray target, Tensor... parts) {
        float[] values = new float[Math.toIntExact(target.length())];
        int index = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.data(), 0, values, index, part.data().length);
            index += part.data().length;
        }
        if (index != values.length) {
            throw new IllegalArgumentException(index + " values for " + target.shapeInfoToString());
        }
        target.assign(Nd4j.createFromArray(values).reshape('c', target.shape()));
    }

    public static INDArray array(DataType type, Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        INDArray array = Nd4j.createUninitialized(type, shape, 'c');
        fill(array, tensor);
        return array;
    }
}
