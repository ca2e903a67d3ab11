package org.coverfiji.engine.impl.kernel;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.coverfiji.engine.impl.TestArrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A convolution of small whole numbers and its gradients, written down as they are defined: sums of floats are exact
 * for these, in whatever order they are added.
 */
final class ExactConvolution {

    final INDArray in;
    final INDArray weight;
    final INDArray bias;
    final INDArray gradient;
    final INDArray out;
    final INDArray inGradient;
    final INDArray weightGradient;

    /** @param sides of the maps, two or three */
    ExactConvolution(int batch, int inputs, int outputs, int kernel, int... sides) {
        int[] s = sides.length == 3 ? sides : new int[] {1, sides[0], sides[1]};
        int[] k = {sides.length == 3 ? kernel : 1, kernel, kernel};
        int pixels = s[0] * s[1] * s[2];
        int places = k[0] * k[1] * k[2];
        double[] x = whole(1, batch * inputs * pixels);
        double[] w = whole(2, outputs * inputs * places);
        double[] b = whole(3, outputs);
        double[] g = whole(4, batch * outputs * pixels);
        double[] y = new double[g.length];
        double[] dx = new double[x.length];
        double[] dw = new double[w.length];
        for (int n = 0; n < batch; n++) {
            for (int o = 0; o < outputs; o++) {
                for (int p = 0; p < pixels; p++) {
                    int at = (n * outputs + o) * pixels + p;
                    y[at] = b[o];
                    for (int place = 0; place < places; place++) {
                        int z = p / (s[1] * s[2]) + place / (k[1] * k[2]) - k[0] / 2;
                        int row = p / s[2] % s[1] + place / k[2] % k[1] - k[1] / 2;
                        int column = p % s[2] + place % k[2] - k[2] / 2;
                        if (z < 0 || row < 0 || column < 0 || z >= s[0] || row >= s[1] || column >= s[2]) {
                            continue;
                        }
                        for (int i = 0; i < inputs; i++) {
                            int from = (n * inputs + i) * pixels + (z * s[1] + row) * s[2] + column;
                            int by = (o * inputs + i) * places + place;
                            y[at] += x[from] * w[by];
                            dx[from] += g[at] * w[by];
                            dw[by] += g[at] * x[from];
                        }
                    }
                }
            }
        }
        in = map(x, batch, inputs, sides);
        gradient = map(g, batch, outputs, sides);
        out = map(y, batch, outputs, sides);
        inGradient = map(dx, batch, inputs, sides);
        int[] kernels = new int[sides.length];
        Arrays.fill(kernels, kernel);
        weight = map(w, outputs, inputs, kernels);
        weightGradient = map(dw, outputs, inputs, kernels);
        bias = TestArrays.of(DataType.FLOAT, b, outputs);
    }

    private static double[] whole(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        Arrays.setAll(values, i -> random.nextInt(-3, 4));
        return values;
    }

    private static INDArray map(double[] values, long first, long second, int... sides) {
        long[] shape = new long[2 + sides.length];
        shape[0] = first;
        shape[1] = second;
        for (int i = 0; i < sides.length; i++) {
            shape[2 + i] = sides[i];
        }
        return TestArrays.of(DataType.FLOAT, values, shape);
    }
}
