package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.GroupNorm;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Two passes over each sample and group: statistics, then normalise and activate; backward likewise. Sums run over
 * chunks in float and over the chunks in double, always in the same order.
 */
final class FusedGroupNorm implements GroupNorm {

    private static final int CHUNK = 4096;

    @Override
    public void forward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray out) {
        Grid grid = Grid.of(z);
        int members = grid.channels / groups;
        int pixels = grid.pixels();
        Floats from = new Floats(z);
        Floats to = new Floats(out);
        float[] scales = new Floats(scale).toArray(grid.channels);
        float[] shifts = new Floats(shift).toArray(grid.channels);
        int tasks = grid.batch * groups;
        // lrelu(y) = p·y + q·|y| needs no branch and vectorises.
        float p = (float) ((1 + slope) / 2);
        float q = (float) ((1 - slope) / 2);
        Parallel.run(tasks, task -> {
            long start = (long) task * members * pixels;
            measure(from, start, (long) members * pixels, statistics, task, tasks);
            double mean = statistics[task];
            double inverse = statistics[tasks + task];
            float[] values = Scratch.floats(0, CHUNK);
            for (int member = 0; member < members; member++) {
                int channel = task % groups * members + member;
                float a = (float) (scales[channel] * inverse);
                float b = (float) (shifts[channel] - mean * scales[channel] * inverse);
                long first = start + (long) member * pixels;
                for (int done = 0; done < pixels; done += CHUNK) {
                    int length = Math.min(CHUNK, pixels - done);
                    from.get(first + done, values, 0, length);
                    for (int i = 0; i < length; i++) {
                        float y = a * values[i] + b;
                        values[i] = p * y + q * Math.abs(y);
                    }
                    to.put(first + done, values, 0, length);
                }
            }
        });
    }

    /** Mean and inverse deviation; chunks are merged by Chan's formula, so that a large mean costs no precision. */
    private static void measure(Floats from, long start, long count, double[] statistics, int task, int tasks) {
        float[] values = Scratch.floats(0, CHUNK);
        double mean = 0;
        double squares = 0;
        for (long done = 0; done < count; done += CHUNK) {
            int length = (int) Math.min(CHUNK, count - done);
            from.get(start + done, values, 0, length);
            double chunkMean = sum(values, length) / length;
            double chunkSquares = squares(values, length, (float) chunkMean);
            double delta = chunkMean - mean;
            double total = done + length;
            squares += chunkSquares + delta * delta * done * length / total;
            mean += delta * length / total;
        }
        statistics[task] = mean;
        statistics[tasks + task] = 1 / Math.sqrt(squares / count + EPSILON);
    }

    private static double sum(float[] values, int length) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < length; i++) {
            a += values[i];
        }
        return (double) a + b + c + d;
    }

    private static double squares(float[] values, int length, float mean) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            float va = values[i] - mean;
            float vb = values[i + 1] - mean;
            float vc = values[i + 2] - mean;
            float vd = values[i + 3] - mean;
            a += va * va;
            b += vb * vb;
            c += vc * vc;
            d += vd * vd;
        }
        for (; i < length; i++) {
            float v = values[i] - mean;
            a += v * v;
        }
        return (double) a + b + c + d;
    }

    @Override
    public void backward(INDArray z, INDArray scale, INDArray shift, int groups, double slope, double[] statistics,
            INDArray gradient, INDArray scaleGradient, INDArray shiftGradient, INDArray biasGradient) {
        Grid grid = Grid.of(z);
        int channels = grid.channels;
        Floats values = new Floats(z);
        Floats gradients = new Floats(gradient);
        float[] scales = new Floats(scale).toArray(channels);
        float[] shifts = new Floats(shift).toArray(channels);
        double[][] sums = new double[3][grid.batch * channels];
        Parallel.run(grid.batch * groups, task -> backwardGroup(grid, groups, task, values, gradients, scales, shifts,
                slope, statistics, sums));
        putSum(sums[0], grid, scaleGradient);
        putSum(sums[1], grid, shiftGradient);
        putSum(sums[2], grid, biasGradient);
    }

    /** Leaves, per sample and channel, the gradients of scale, shift and bias in {@code sums}. */
    private static void backwardGroup(Grid grid, int groups, int task, Floats values, Floats gradients,
            float[] scales, float[] shifts, double slope, double[] statistics, double[][] sums) {
        int members = grid.channels / groups;
        int pixels = grid.pixels();
        float mean = (float) statistics[task];
        float inverse = (float) statistics[grid.batch * groups + task];
        float descent = (float) (slope - 1);
        float[] zs = Scratch.floats(0, CHUNK);
        float[] gs = Scratch.floats(1, CHUNK);
        double[] normalSums = new double[members];
        double groupShift = 0;
        double groupScale = 0;
        for (int member = 0; member < members; member++) {
            int channel = task % groups * members + member;
            int slot = task / groups * grid.channels + channel;
            long first = ((long) task * members + member) * pixels;
            for (int done = 0; done < pixels; done += CHUNK) {
                int length = Math.min(CHUNK, pixels - done);
                values.get(first + done, zs, 0, length);
                gradients.get(first + done, gs, 0, length);
                throughActivation(zs, gs, length, mean, inverse, scales[channel], shifts[channel], descent);
                sums[0][slot] += dot(zs, gs, length);
                sums[1][slot] += sum(gs, length);
                normalSums[member] += sum(zs, length);
            }
            groupScale += scales[channel] * sums[0][slot];
            groupShift += scales[channel] * sums[1][slot];
        }
        double count = (double) members * pixels;
        float meanShift = (float) (inverse * groupShift / count);
        float meanScale = (float) (inverse * groupScale / count);
        for (int member = 0; member < members; member++) {
            int channel = task % groups * members + member;
            int slot = task / groups * grid.channels + channel;
            long first = ((long) task * members + member) * pixels;
            float factor = scales[channel] * inverse;
            for (int done = 0; done < pixels; done += CHUNK) {
                int length = Math.min(CHUNK, pixels - done);
                values.get(first + done, zs, 0, length);
                gradients.get(first + done, gs, 0, length);
                throughActivation(zs, gs, length, mean, inverse, scales[channel], shifts[channel], descent);
                for (int i = 0; i < length; i++) {
                    zs[i] = factor * gs[i] - meanShift - meanScale * zs[i];
                }
                values.put(first + done, zs, 0, length);
            }
            sums[2][slot] = factor * sums[1][slot] - (double) meanShift * pixels
                    - meanScale * normalSums[member];
        }
    }

    /** Turns z into the normalised value and dL/dy into the gradient before the activation. */
    private static void throughActivation(float[] zs, float[] gs, int length, float mean, float inverse, float scale,
            float shift, float descent) {
        for (int i = 0; i < length; i++) {
            float normal = (zs[i] - mean) * inverse;
            zs[i] = normal;
            // The sign bit as 0 or 1: a branch on it would be mispredicted every other time.
            int negative = Float.floatToRawIntBits(scale * normal + shift) >>> 31;
            gs[i] *= 1 + descent * negative;
        }
    }

    private static double dot(float[] x, float[] y, int length) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }
        for (; i < length; i++) {
            a += x[i] * y[i];
        }
        return (double) a + b + c + d;
    }

    private static void putSum(double[] perSample, Grid grid, INDArray target) {
        float[] total = new float[grid.channels];
        for (int channel = 0; channel < grid.channels; channel++) {
            double sum = 0;
            for (int sample = 0; sample < grid.batch; sample++) {
                sum += perSample[sample * grid.channels + channel];
            }
            total[channel] = (float) sum;
        }
        new Floats(target).put(0, total, 0, grid.channels);
    }
}
