package org.coverfiji.engine.impl.core;

import org.coverfiji.engine.api.Tensor;

/** A convolution without padding or bias, in double precision, place after place, in 2D or 3D. */
final class ValidConvolution {

    private final Tensor kernel;

    /** @param kernel [out, in, (d,) h, w] */
    ValidConvolution(Tensor kernel) {
        this.kernel = kernel;
    }

    private interface Tap {
        /** A place of what comes in, one of what comes out and a weight's, all of their arrays. */
        void take(int in, int out, int weight);
    }

    Tensor forward(Tensor map) {
        int[] shape = map.shape();
        shape[1] = kernel.size(0);
        for (int axis = 2; axis < shape.length; axis++) {
            shape[axis] -= kernel.size(axis) - 1;
        }
        Tensor result = Tensor.zeros(shape);
        double[] sums = new double[result.data().length];
        taps(map.shape(), shape, (in, out, weight) -> sums[out] += (double) map.data()[in] * kernel.data()[weight]);
        for (int i = 0; i < sums.length; i++) {
            result.data()[i] = (float) sums[i];
        }
        return result;
    }

    /** @param shape of what came in */
    Tensor backward(Tensor gradient, int[] shape) {
        Tensor result = Tensor.zeros(shape);
        double[] sums = new double[result.data().length];
        taps(shape, gradient.shape(),
                (in, out, weight) -> sums[in] += (double) gradient.data()[out] * kernel.data()[weight]);
        for (int i = 0; i < sums.length; i++) {
            result.data()[i] = (float) sums[i];
        }
        return result;
    }

    /** In 2D a volume of one slice. */
    private void taps(int[] in, int[] out, Tap tap) {
        int[] i = volume(in);
        int[] o = volume(out);
        int[] k = volume(kernel.shape());
        for (int n = 0; n < o[0]; n++) {
            for (int to = 0; to < k[0]; to++) {
                for (int from = 0; from < k[1]; from++) {
                    for (int place = 0; place < o[2] * o[3] * o[4]; place++) {
                        int z = place / (o[3] * o[4]);
                        int y = place / o[4] % o[3];
                        int x = place % o[4];
                        for (int tapped = 0; tapped < k[2] * k[3] * k[4]; tapped++) {
                            int dz = tapped / (k[3] * k[4]);
                            int dy = tapped / k[4] % k[3];
                            int dx = tapped % k[4];
                            tap.take((((n * i[1] + from) * i[2] + z + dz) * i[3] + y + dy) * i[4] + x + dx,
                                    (n * o[1] + to) * o[2] * o[3] * o[4] + place,
                                    (to * k[1] + from) * k[2] * k[3] * k[4] + tapped);
                        }
                    }
                }
            }
        }
    }

    private static int[] volume(int[] shape) {
        return shape.length == 5 ? shape : new int[] {shape[0], shape[1], 1, shape[2], shape[3]};
    }
}
