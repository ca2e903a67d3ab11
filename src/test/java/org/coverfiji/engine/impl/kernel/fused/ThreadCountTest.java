package org.coverfiji.engine.impl.kernel.fused;

import static org.coverfiji.engine.impl.TestArrays.mask;
import static org.coverfiji.engine.impl.TestArrays.random;
import static org.coverfiji.engine.impl.TestArrays.untouched;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;

import org.coverfiji.engine.impl.TestArrays;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.junit.After;
import org.junit.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Results are the same to the bit on one, two and three threads. */
public class ThreadCountTest {

    private static final DataType FLOAT = DataType.FLOAT;
    private static final long[][] PLANE_AND_VOLUME = {{2, 5, 33, 20}, {2, 5, 13, 6, 7}};

    private final FusedKernels kernels = FusedKernels.INSTANCE;
    private final int before = Parallel.threads();

    @After
    public void restore() {
        Parallel.setThreads(before);
    }

    private static void assertSameOnAllThreads(Supplier<INDArray[]> run) {
        List<int[]> expected = new ArrayList<>();
        for (int threads = 1; threads <= 3; threads++) {
            Parallel.setThreads(threads);
            INDArray[] results = run.get();
            for (int i = 0; i < results.length; i++) {
                if (threads == 1) {
                    expected.add(TestArrays.bits(results[i]));
                } else {
                    assertArrayEquals("array " + i + " on " + threads + " threads", expected.get(i),
                            TestArrays.bits(results[i]));
                }
            }
        }
    }

    private static long[] with(long[] shape, long batch, long channels) {
        long[] other = shape.clone();
        other[0] = batch;
        other[1] = channels;
        return other;
    }

    /** 33 rows and 13 slices are nine and four slabs of the mixture of vectors. */
    @Test
    public void mixtureOfVectors() {
        for (long[] shape : PLANE_AND_VOLUME) {
            for (int amplitude = 1; amplitude <= 2; amplitude++) {
                int a = amplitude;
                INDArray projections = random(FLOAT, 1, 2, with(shape, 4, 6));
                INDArray gradient = random(FLOAT, 2, 1, with(shape, 2, shape.length - 2));
                assertSameOnAllThreads(() -> {
                    INDArray[] results = {untouched(FLOAT, gradient.shape()), untouched(FLOAT, projections.shape())};
                    kernels.mixtureOfVectors().forward(projections, 3, a, results[0]);
                    kernels.mixtureOfVectors().backward(projections, 3, a, gradient, results[1]);
                    return results;
                });
            }
        }
    }

    @Test
    public void warp() {
        for (long[] shape : PLANE_AND_VOLUME) {
            INDArray source = random(FLOAT, 1, 1, shape);
            INDArray gradient = random(FLOAT, 2, 1, shape);
            INDArray flow = random(FLOAT, 3, 9, with(shape, 2, shape.length - 2));
            assertSameOnAllThreads(() -> {
                INDArray[] results = {untouched(FLOAT, shape), untouched(FLOAT, shape), untouched(FLOAT, flow.shape())};
                kernels.warp().forward(source, flow, results[0]);
                kernels.warp().backward(source, flow, gradient, results[1], results[2]);
                return results;
            });
        }
    }

    @Test
    public void groupNorm() {
        for (long[] shape : PLANE_AND_VOLUME) {
            INDArray scale = random(FLOAT, 1, 1, 5);
            INDArray gradient = random(FLOAT, 2, 1, shape);
            assertSameOnAllThreads(() -> {
                INDArray z = random(FLOAT, 3, 1, shape);
                INDArray out = untouched(FLOAT, shape);
                INDArray[] sums = {untouched(FLOAT, 5), untouched(FLOAT, 5), untouched(FLOAT, 5)};
                double[] statistics = new double[20];
                kernels.groupNorm(1).forward(z, scale, scale, 5, 0.2, statistics, out);
                kernels.groupNorm(1).backward(z, scale, scale, 5, 0.2, statistics, gradient, sums[0], sums[1], sums[2]);
                return new INDArray[] {out, z, sums[0], sums[1], sums[2]};
            });
        }
    }

    @Test
    public void upsampleAndMaxPool() {
        for (long[] shape : PLANE_AND_VOLUME) {
            long[] large = shape.clone();
            for (int axis = 2; axis < large.length; axis++) {
                large[axis] *= 2;
            }
            INDArray small = random(FLOAT, 1, 1, shape);
            INDArray whole = random(FLOAT, 2, 1, large);
            assertSameOnAllThreads(() -> {
                INDArray[] results = {untouched(FLOAT, large), untouched(FLOAT, shape), untouched(FLOAT, shape),
                        untouched(FLOAT, large)};
                kernels.upsample(1).forward(small, 2, true, results[0], 0);
                kernels.upsample(1).backward(whole, 0, 1, false, results[1]);
                kernels.maxPool(1).forward(whole, results[2]);
                kernels.maxPool(1).backward(whole, small, results[3]);
                return results;
            });
        }
    }

    @Test
    public void losses() {
        for (long[] shape : PLANE_AND_VOLUME) {
            INDArray features = random(FLOAT, 1, 1, with(shape, 4, 5));
            INDArray warped = random(FLOAT, 2, 1, shape);
            INDArray weights = mask(FLOAT, 3, with(shape, 2, 1));
            INDArray labels = mask(FLOAT, 4, with(shape, 2, 1));
            float[] classWeights = {1, 2, 3, 4, 5};
            assertSameOnAllThreads(() -> {
                INDArray[] gradients = {untouched(FLOAT, features.shape()), untouched(FLOAT, shape),
                        untouched(FLOAT, shape), untouched(FLOAT, shape)};
                kernels.losses().consistencyGradient(features, warped, weights, 1, gradients[0], gradients[1]);
                kernels.softmaxLoss().gradient(warped, labels, weights, classWeights, 1, gradients[2]);
                kernels.softmaxLoss().probabilities(warped, gradients[3]);
                INDArray values = Nd4j.createFromArray((float) kernels.losses().consistency(features, warped, weights),
                        (float) kernels.softmaxLoss().loss(warped, labels, weights, classWeights, 1));
                return new INDArray[] {gradients[0], gradients[1], gradients[2], gradients[3], values};
            });
        }
    }

    @Test
    public void optimizer() {
        INDArray parameters = random(FLOAT, 1, 1, 70001);
        assertSameOnAllThreads(() -> {
            INDArray gradient = random(FLOAT, 2, 1, 70001);
            INDArray first = random(FLOAT, 3, 1, 70001);
            INDArray second = mask(FLOAT, 4, 70001);
            INDArray norm = Nd4j.createFromArray((float) kernels.optimizer().norm(gradient));
            kernels.optimizer().scaleAndDecay(gradient, parameters, 0.5, 0.1);
            kernels.optimizer().adam(gradient, first, second, 0.9, 0.999, 0.1, 0.5, 1e-8);
            return new INDArray[] {norm, gradient, first, second};
        });
    }

    @Test
    public void everyTaskRunsOnce() {
        for (int threads = 1; threads <= 4; threads++) {
            Parallel.setThreads(threads);
            assertEquals(threads, Parallel.threads());
            for (int count : new int[] {0, 1, 2, 3, 1000}) {
                AtomicIntegerArray runs = new AtomicIntegerArray(count);
                Parallel.run(count, runs::incrementAndGet);
                for (int i = 0; i < count; i++) {
                    assertEquals("task " + i + " of " + count + " on " + threads + " threads", 1, runs.get(i));
                }
            }
        }
    }

    @Test
    public void aTaskThatFailsIsToldToTheCallerOnAnyNumberOfThreads() {
        for (int threads : Arrays.asList(1, 3)) {
            Parallel.setThreads(threads);
            assertThrows(IllegalStateException.class, () -> Parallel.run(50, task -> {
                throw new IllegalStateException("task " + task);
            }));
            AtomicIntegerArray runs = new AtomicIntegerArray(9);
            Parallel.run(9, runs::incrementAndGet);
            assertEquals("usable afterwards", 1, runs.get(8));
        }
    }

    @Test
    public void aStridedArrayIsRefused() {
        INDArray strided = random(FLOAT, 1, 1, 2, 3).transpose();
        assertThrows(IllegalArgumentException.class, () -> new Floats(strided));
        assertThrows(IllegalArgumentException.class, () -> new Floats(Nd4j.zeros(DataType.DOUBLE, 2)));
    }
}
