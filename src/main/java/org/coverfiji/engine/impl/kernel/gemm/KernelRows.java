package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * Weights laid out by rows of the kernel, as strips need them: [row of the kernel, output, column of the kernel,
 * input], the rows of all its slices after each other.
 */
final class KernelRows {

    /** Input channels of a task: what it reads of the weights lies together, and what it writes stays in the cache. */
    private static final int CHANNELS = 16;

    private final int outputs;
    private final int inputs;
    private final int rows;
    private final int kernel;
    /** Weights of one input and output. */
    private final int places;

    /**
     * @param outputs the weights' first axis
     * @param inputs their second
     * @param rows of the kernel, in all its slices
     * @param kernel its side
     */
    KernelRows(int outputs, int inputs, int rows, int kernel) {
        this.outputs = outputs;
        this.inputs = inputs;
        this.rows = rows;
        this.kernel = kernel;
        places = rows * kernel;
    }

    long length() {
        return (long) outputs * inputs * places;
    }

    /** For the output from the input. */
    void layOut(Floats weights, FloatBuffer target) {
        Parallel.run(outputs, output -> {
            float[] read = new float[inputs * places];
            weights.get((long) output * read.length, read, 0, read.length);
            float[] line = new float[kernel * inputs];
            FloatBuffer own = target.duplicate();
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < kernel; column++) {
                    int place = row * kernel + column;
                    for (int input = 0; input < inputs; input++) {
                        line[column * inputs + input] = read[input * places + place];
                    }
                }
                own.position((row * outputs + output) * line.length);
                own.put(line);
            }
        });
    }

    /**
     * For dL/dinput from dL/doutput: input and output channels exchanged, the kernel turned about its centre,
     * [row of the kernel, input, column of the kernel, output].
     */
    void layOutTurned(Floats weights, FloatBuffer target) {
        Parallel.run((inputs + CHANNELS - 1) / CHANNELS, task -> {
            int first = task * CHANNELS;
            int count = Math.min(CHANNELS, inputs - first);
            float[] read = new float[count * places];
            float[] lines = new float[count * places * outputs];
            for (int output = 0; output < outputs; output++) {
                weights.get(((long) output * inputs + first) * places, read, 0, read.length);
                for (int input = 0; input < count; input++) {
                    for (int place = 0; place < places; place++) {
                        lines[(input * places + place) * outputs + output] = read[(input + 1) * places - 1 - place];
                    }
                }
            }
            FloatBuffer own = target.duplicate();
            int length = kernel * outputs;
            for (int input = 0; input < count; input++) {
                for (int row = 0; row < rows; row++) {
                    own.position((row * inputs + first + input) * length);
                    own.put(lines, (input * rows + row) * length, length);
                }
            }
        });
    }

    /**
     * The weights' gradient from sums in the layout [row of the kernel, column of the kernel, input, output], of which
     * there are several, added in their order.
     */
    void addUp(FloatBuffer sums, int count, Floats gradient) {
        Parallel.run((inputs + CHANNELS - 1) / CHANNELS, task -> {
            int first = task * CHANNELS;
            int channels = Math.min(CHANNELS, inputs - first);
            float[] total = new float[channels * outputs];
            float[] next = new float[total.length];
            float[] written = new float[total.length * places];
            FloatBuffer own = sums.duplicate();
            for (int place = 0; place < places; place++) {
                for (int sum = 0; sum < count; sum++) {
                    own.position(Math.toIntExact(sum * length() + ((long) place * inputs + first) * outputs));
                    own.get(sum == 0 ? total : next);
                    for (int i = 0; sum > 0 && i < total.length; i++) {
                        total[i] += next[i];
                    }
                }
                for (int i = 0; i < total.length; i++) {
                    written[(i % outputs * channels + i / outputs) * places + place] = total[i];
                }
            }
            for (int output = 0; output < outputs; output++) {
                gradient.put(((long) output * inputs + first) * places, written, output * channels * places,
                        channels * places);
            }
        });
    }
}
