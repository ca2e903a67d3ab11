package org.coverfiji.engine.impl.layer;

import java.util.function.DoubleSupplier;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** All values of an array at once, on any device: ND4J's calls for single ones take a hundred times as long. */
final class Values {

    private Values() {
    }

    /** A copy, row by row. */
    static double[] of(INDArray array) {
        return array.dup('c').data().asDouble();
    }

    /** Overwrites an array, row by row, with as many values, rounded to its type. */
    static void put(INDArray target, double... values) {
        target.assign(Nd4j.createFromArray(values).castTo(target.dataType()).reshape('c', target.shape()));
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
