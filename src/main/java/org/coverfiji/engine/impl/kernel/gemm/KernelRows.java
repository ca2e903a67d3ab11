package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;
import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * Weights as products take them: the parts that the rows of a kernel become, [part, slice of the kernel, output, column
 * of the kernel, input].
 */
final class KernelRows {

    /** Input channels of a task: what it reads of the weights lies together, and what it writes stays in the cache. */
    private static final int CHANNELS = 16;

    private final int outputs;
    private final int inputs;
    private final int slices;
    private final int kernel;
    private final RowTransform transform;
    /** Weights of one input and output. */
    private final int places;

    /**
     * @param outputs the weights' first axis
     * @param inputs their second
     * @param slices of the kernel
     * @param kernel its side
     */
    KernelRows(int outputs, int inputs, int slices, int kernel, RowTransform transform) {
        this.outputs = outputs;
        this.inputs = inputs;
        this.slices = slices;
        this.kernel = kernel;
        this.transform = transform;
        places = slices * kernel * kernel;
    }

    long length() {
        return (long) outputs * inputs * transform.parts * slices * kernel;
    }

    /** For the output from the input. */
    void layOut(Floats weights, FloatBuffer target) {
        int length = kernel * inputs;
        Parallel.run((outputs + CHANNELS - 1) / CHANNELS, task -> {
            float[] read = new float[inputs * places];
            float[][] rows = new float[kernel][length];
            float[][] parts = new float[transform.parts][length];
            FloatBuffer own = target.duplicate();
            for (int output = task * CHANNELS; output < Math.min(outputs, (task + 1) * CHANNELS); output++) {
                weights.get((long) output * read.length, read, 0, read.length);
                for (int slice = 0; slice < slices; slice++) {
                    for (int place = 0; place < kernel * kernel; place++) {
                        take(read, slice * kernel * kernel + place, rows[place / kernel], place % kernel * inputs);
                    }
                    transform.weights(rows, parts, 0, length);
                    put(parts, length, ((long) slice * outputs + output) * length, own);
                }
            }
        });
    }

    /** The weights at one place of the kernel, of all inputs. */
    private void take(float[] read, int place, float[] row, int at) {
        for (int input = 0; input < inputs; input++) {
            row[at + input] = read[input * places + place];
        }
    }

    private void put(float[][] parts, int length, long at, FloatBuffer target) {
        for (int part = 0; part < parts.length; part++) {
            target.position(Math.toIntExact(part * (length() / parts.length) + at));
            target.put(parts[part], 0, length);
        }
    }

    /**
     * For dL/dinput from dL/doutput: input and output channels exchanged, the kernel turned about its centre, [part,
     * slice of the kernel, input, column of the kernel, output].
     */
    void layOutTurned(Floats weights, FloatBuffer target) {
        int length = kernel * outputs;
        Parallel.run((inputs + CHANNELS - 1) / CHANNELS, task -> {
            int first = task * CHANNELS;
            int count = Math.min(CHANNELS, inputs - first);
            float[] read = new float[count * places];
            float[][] rows = new float[slices * kernel][count * length];
            float[][] parts = new float[transform.parts][count * length];
            for (int output = 0; output < outputs; output++) {
                weights.get(((long) output * inputs + first) * places, read, 0, read.length);
                for (int row = 0; row < rows.length; row++) {
                    int from = (rows.length - row) * kernel - 1;
                    for (int input = 0; input < count; input++) {
                        for (int column = 0; column < kernel; column++) {
                            rows[row][(input * kernel + column) * outputs + output] =
                                    read[input * places + from - column];
                        }
                    }
                }
            }
            FloatBuffer own = target.duplicate();
            for (int slice = 0; slice < slices; slice++) {
                transform.weights(Arrays.copyOfRange(rows, slice * kernel, (slice + 1) * kernel), parts, 0,
                        count * length);
                put(parts, count * length, ((long) slice * inputs + first) * length, own);
            }
        });
    }

    /**
     * The weights' gradient from sums in the layout [part, slice of the kernel, column of the kernel, input, output],
     * of which there are several, added in their order.
     */
    void addUp(FloatBuffer sums, int count, Floats gradient) {
        Parallel.run((inputs + CHANNELS - 1) / CHANNELS, task -> {
            int first = task * CHANNELS;
            int channels = Math.min(CHANNELS, inputs - first);
            int length = channels * outputs;
            float[][] parts = new float[transform.parts][length];
            float[][] rows = new float[kernel][length];
            float[] next = new float[length];
            float[] written = new float[length * places];
            FloatBuffer own = sums.duplicate();
            for (int place = 0; place < slices * kernel; place++) {
                for (int part = 0; part < parts.length; part++) {
                    long at = part * (length() / parts.length) + ((long) place * inputs + first) * outputs;
                    add(own, at, count, parts[part], next);
                }
                transform.weightGradients(parts, rows, 0, length);
                int slice = place / kernel;
                for (int row = 0; row < kernel; row++) {
                    spread(rows[row], channels, written, (slice * kernel + row) * kernel + place % kernel);
                }
            }
            for (int output = 0; output < outputs; output++) {
                gradient.put(((long) output * inputs + first) * places, written, output * channels * places,
                        channels * places);
            }
        });
    }

    private void add(FloatBuffer sums, long at, int count, float[] total, float[] next) {
        for (int sum = 0; sum < count; sum++) {
            sums.position(Math.toIntExact(sum * length() + at));
            sums.get(sum == 0 ? total : next);
            for (int i = 0; sum > 0 && i < total.length; i++) {
                total[i] += next[i];
            }
        }
    }

    /** What belongs to one place of the kernel, [input, output], to [output, input, place]. */
    private void spread(float[] row, int channels, float[] written, int place) {
        for (int input = 0; input < channels; input++) {
            for (int output = 0; output < outputs; output++) {
                written[(output * channels + input) * places + place] = row[input * outputs + output];
            }
        }
    }
}
