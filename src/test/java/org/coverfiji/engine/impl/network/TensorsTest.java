package org.coverfiji.engine.impl.network;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertThrows;

import org.coverfiji.engine.api.Tensor;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

public class TensorsTest {

    private static final Tensor FIRST = new Tensor(new float[] {1, 2, 3, 4}, 1, 2, 2);
    private static final Tensor SECOND = new Tensor(new float[] {5, 6, 7, 8}, 1, 2, 2);
    private static final double[] BOTH = {1, 2, 3, 4, 5, 6, 7, 8};

    @Test
    public void partsFollowOneAnotherInArraysOfAnyDeviceAndType() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray target = Nd4j.zeros(type, 2, 2, 2);
            Tensors.fill(target, FIRST, SECOND);
            assertArrayEquals(type + "", BOTH, target.ravel().toDoubleVector(), 0);
            INDArray anywhere = Nd4j.zeros(type, 2, 2, 2);
            Tensors.fillAnywhere(anywhere, FIRST, SECOND);
            assertArrayEquals(type + "", BOTH, anywhere.ravel().toDoubleVector(), 0);
        }
    }

    /** Parameters are views of one long array. */
    @Test
    public void aViewIsFilledInPlace() {
        INDArray whole = Nd4j.zeros(DataType.FLOAT, 1, 12);
        INDArray view = whole.get(NDArrayIndex.all(),
                NDArrayIndex.interval(2, 10)).reshape('c', 2, 2, 2);
        Tensors.fillAnywhere(view, FIRST, SECOND);
        assertArrayEquals(new double[] {0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0}, whole.ravel().toDoubleVector(), 0);
        Tensors.fill(view, SECOND, FIRST);
        assertArrayEquals(new double[] {0, 0, 5, 6, 7, 8, 1, 2, 3, 4, 0, 0}, whole.ravel().toDoubleVector(), 0);
    }

    @Test
    public void tooFewValuesAreRefused() {
        INDArray target = Nd4j.zeros(DataType.DOUBLE, 2, 2, 2);
        assertThrows(IllegalArgumentException.class, () -> Tensors.fill(target, FIRST));
    }
}
