package org.coverfiji.engine.impl.layer;

import static org.junit.Assert.assertArrayEquals;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;
import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.kernel.nd4j.Nd4jKernels;
import org.coverfiji.engine.impl.network.Tensors;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

public class AdaptivePoolTest {

    private static Tensor pooled(int side, INDArray map) {
        return Tensors.copy(new AdaptivePoolVertex(side).forward(Nd4jKernels.INSTANCE, new INDArray[] {map},
                shape -> TestArrays.untouched(map.dataType(), shape)));
    }

    private static INDArray count(long... shape) {
        double[] values = new double[(int) Tensor.size(Arrays.stream(shape).mapToInt(i -> (int) i)
                .toArray())];
        Arrays.setAll(values, i -> i);
        return TestArrays.of(DataType.FLOAT, values, shape);
    }

    /** Rows 0-1, 1-2 and columns 0-1, 2-3 of three rows of four. */
    @Test
    public void binsThatOverlap() {
        Tensor pooled = pooled(2, count(1, 1, 3, 4));
        assertArrayEquals(new int[] {1, 1, 2, 2}, pooled.shape());
        assertArrayEquals(new float[] {2.5f, 4.5f, 6.5f, 8.5f}, pooled.data(), 1e-6f);
    }

    @Test
    public void moreBinsThanPixelsRepeatThem() {
        assertArrayEquals(new float[] {0, 0.5f, 1, 1, 1.5f, 2, 2, 2.5f, 3}, pooled(3, count(1, 1, 2, 2)).data(), 1e-6f);
    }

    @Test
    public void channelsSamplesAndVolumes() {
        assertArrayEquals(new float[] {3.5f, 11.5f}, pooled(1, count(2, 1, 2, 2, 2)).data(), 1e-6f);
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, pooled(2, count(1, 2, 2, 2)).data(), 1e-6f);
    }

    @Test
    public void asThePublishedLibrary() {
        GoldenBaseline golden = GoldenBaseline.read("views");
        golden.assertClose("pooled", pooled(8, Tensors.array(DataType.FLOAT, golden.tensor("map"))).data());
        golden.assertClose("pooled3", pooled(4, Tensors.array(DataType.FLOAT, golden.tensor("map3"))).data());
    }
}
