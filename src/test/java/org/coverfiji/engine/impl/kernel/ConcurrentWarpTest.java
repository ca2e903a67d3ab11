package org.coverfiji.engine.impl.kernel;

import static org.junit.Assert.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.coverfiji.engine.impl.TestArrays;
import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Two threads that warp at once get what each gets alone: kernels keep nothing of one caller for another. */
public class ConcurrentWarpTest extends BothKernels {

    private static final int CALLS = 60;

    @Test
    public void twoCallersDoNotDisturbEachOther() throws Exception {
        // The larger one makes the smaller one's working memory grow in the middle, where they share it.
        int[] sides = {24, 40};
        double[][] alone = {warped(sides[0]), warped(sides[1])};
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < 2; caller++) {
                int own = caller;
                callers.add(threads.submit(() -> {
                    for (int call = 0; call < CALLS; call++) {
                        assertArrayEquals("side " + sides[own], alone[own], warped(sides[own]), 0);
                    }
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The results of both directions, one after the other. */
    private double[] warped(int side) {
        SplittableRandom random = new SplittableRandom(side);
        INDArray source = array(random, 4, 2, 8, side, side);
        INDArray flow = array(random, 6, 2, 2, side, side);
        INDArray out = Nd4j.zeros(source.shape());
        INDArray sourceGradient = Nd4j.zeros(source.shape());
        INDArray flowGradient = Nd4j.zeros(flow.shape());
        kernels.warp().forward(source, flow, out);
        kernels.warp().backward(source, flow, out, sourceGradient, flowGradient);
        return TestArrays.values(Nd4j.concat(0, out.ravel(), sourceGradient.ravel(), flowGradient.ravel()));
    }

    private static INDArray array(SplittableRandom random, double range, long... shape) {
        INDArray array = Nd4j.zeros(shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, (random.nextDouble() - 0.5) * range);
        }
        return array;
    }
}
