package org.coverfiji.engine.impl.network;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.coverfiji.engine.api.CoverConfiguration;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;

/** A tiny network and random batches for it. */
final class TestBatches {

    private static final int[] NARROW = {8, 8, 8, 8, 8, 8, 8, 8, 8};

    private TestBatches() {
    }

    static NetworkConfiguration narrow(int dimensions) {
        return new NetworkConfiguration(dimensions, 1, NARROW);
    }

    /** Two features a head, two heads on the coarse levels, displacements of one pixel a level. */
    static CoverConfiguration cover(double consistencyWeight) {
        return new CoverConfiguration(2, new int[] {2, 2, 2, 1, 1}, 1, consistencyWeight);
    }

    /** Images in [0, 1], displacements up to three pixels and a mask with some zeros. */
    static ViewBatch random(long seed, int pairs, int... sides) {
        return new ViewBatch(tensor(seed, 0, 1, pairs, 1, sides), tensor(seed + 1, 0, 1, pairs, 1, sides),
                tensor(seed + 2, -3, 3, pairs, sides.length, sides), mask(seed + 3, pairs, sides));
    }

    static ViewBatch withEmptyMask(ViewBatch batch) {
        return new ViewBatch(batch.moving(), batch.fixed(), batch.flow(), Tensor.zeros(batch.mask().shape()));
    }

    private static Tensor mask(long seed, int pairs, int... sides) {
        Tensor mask = tensor(seed, 0, 4, pairs, 1, sides);
        for (int i = 0; i < mask.data().length; i++) {
            mask.data()[i] = mask.data()[i] < 1 ? 0 : 1;
        }
        return mask;
    }

    private static Tensor tensor(long seed, double low, double high, int samples, int channels, int... sides) {
        int[] shape = new int[2 + sides.length];
        shape[0] = samples;
        shape[1] = channels;
        System.arraycopy(sides, 0, shape, 2, sides.length);
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return new Tensor(values, shape);
    }
}
