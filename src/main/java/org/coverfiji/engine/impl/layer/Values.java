package org.coverfiji.engine.impl.layer;

import java.util.function.DoubleSupplier;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All values of an array at once, on any device: ND4J's calls for single ones take a hundred times as long. */
final class Values {

    private Values() {
    }

    /** A copy, row by row. */
    static double[] of(INDArray array) {
        INDArray packed = array.dup('c');
        double[] values = packed.data().asDouble();
        release(packed);
        return values;
    }

    /** Overwrites an array of floats or doubles, row by row, with as many values. */
    static void put(INDArray target, double... values) {
        INDArray given = target.dataType() == DataType.FLOAT ? Nd4j.createFromArray(floats(values))
                : Nd4j.createFromArray(values);
        target.assign(given.reshape('c', target.shape()));
        release(given);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** At once, instead of when the garbage collector gets to it; what lies in a workspace stays there. */
    private static void release(INDArray array) {
        if (array.closeable()) {
            array.close();
        }
    }

    /** The same with values that are asked for in this order. */
    static void fill(INDArray target, DoubleSupplier next) {
        double[] values = new double[Math.toIntExact(target.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = next.getAsDouble();
        }
        put(target, values);
    }
}
