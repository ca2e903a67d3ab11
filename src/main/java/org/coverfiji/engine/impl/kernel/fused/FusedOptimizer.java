package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Optimizer;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One pass each, in chunks of fixed size whose sums are added in order. */
final class FusedOptimizer implements Optimizer {

    private static final int CHUNK = 16384;

    @Override
    public double norm(INDArray gradient) {
        Floats values = new Floats(gradient);
        long length = gradient.length();
        double[] sums = new double[chunks(length)];
        Parallel.run(sums.length, chunk -> {
            float[] part = Scratch.floats(0, CHUNK);
            int count = count(length, chunk);
            values.get((long) chunk * CHUNK, part, 0, count);
            double a = 0;
            double b = 0;
            for (int i = 0; i + 1 < count; i += 2) {
                a += (double) part[i] * part[i];
                b += (double) part[i + 1] * part[i + 1];
            }
            if (count % 2 == 1) {
                a += (double) part[count - 1] * part[count - 1];
            }
            sums[chunk] = a + b;
        });
        return Math.sqrt(Arrays.stream(sums).sum());
    }

    @Override
    public void scaleAndDecay(INDArray gradient, INDArray parameters, double scale, double decay) {
        Floats gradients = new Floats(gradient);
        Floats values = new Floats(parameters);
        long length = gradient.length();
        float s = (float) scale;
        float d = (float) decay;
        Parallel.run(chunks(length), chunk -> {
            float[] g = Scratch.floats(0, CHUNK);
            float[] p = Scratch.floats(1, CHUNK);
            long first = (long) chunk * CHUNK;
            int count = count(length, chunk);
            gradients.get(first, g, 0, count);
            values.get(first, p, 0, count);
            for (int i = 0; i < count; i++) {
                g[i] = s * g[i] + d * p[i];
            }
            gradients.put(first, g, 0, count);
        });
    }

    @Override
    public void adam(INDArray gradient, INDArray first, INDArray second, double beta1, double beta2, double rate,
            double correction, double epsilon) {
        Floats gradients = new Floats(gradient);
        Floats firsts = new Floats(first);
        Floats seconds = new Floats(second);
        long length = gradient.length();
        float b1 = (float) beta1;
        float c1 = (float) (1 - beta1);
        float b2 = (float) beta2;
        float c2 = (float) (1 - beta2);
        float lr = (float) rate;
        float inverse = (float) (1 / correction);
        float eps = (float) epsilon;
        Parallel.run(chunks(length), chunk -> {
            float[] g = Scratch.floats(0, CHUNK);
            float[] m = Scratch.floats(1, CHUNK);
            float[] v = Scratch.floats(2, CHUNK);
            long start = (long) chunk * CHUNK;
            int count = count(length, chunk);
            gradients.get(start, g, 0, count);
            firsts.get(start, m, 0, count);
            seconds.get(start, v, 0, count);
            for (int i = 0; i < count; i++) {
                m[i] = b1 * m[i] + c1 * g[i];
                v[i] = b2 * v[i] + c2 * g[i] * g[i];
                g[i] = lr * m[i] / ((float) Math.sqrt(v[i]) * inverse + eps);
            }
            gradients.put(start, g, 0, count);
            firsts.put(start, m, 0, count);
            seconds.put(start, v, 0, count);
        });
    }

    private static int chunks(long length) {
        return (int) ((length + CHUNK - 1) / CHUNK);
    }

    private static int count(long length, int chunk) {
        return (int) Math.min(CHUNK, length - (long) chunk * CHUNK);
    }
}
