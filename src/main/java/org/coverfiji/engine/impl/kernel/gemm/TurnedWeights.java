package org.coverfiji.engine.impl.kernel.gemm;

import java.nio.FloatBuffer;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * The weights with which dL/dout must be convolved to give dL/din: input and output channels exchanged, each kernel
 * turned about its centre.
 */
final class TurnedWeights {

    /** Input channels of a task: what it reads of the weights lies together, and what it writes stays in the cache. */
    private static final int CHANNELS = 16;

    private TurnedWeights() {
    }

    /**
     * @param weights [outputs, inputs, places]
     * @param turned receives [inputs, outputs, places]
     */
    static void of(Floats weights, int outputs, int inputs, int places, FloatBuffer turned) {
        Parallel.run((inputs + CHANNELS - 1) / CHANNELS, task -> {
            int first = task * CHANNELS;
            int count = Math.min(CHANNELS, inputs - first);
            float[] read = new float[count * places];
            float[] written = new float[count * outputs * places];
            for (int output = 0; output < outputs; output++) {
                weights.get(((long) output * inputs + first) * places, read, 0, read.length);
                for (int input = 0; input < count; input++) {
                    int from = (input + 1) * places - 1;
                    int to = (input * outputs + output) * places;
                    for (int place = 0; place < places; place++) {
                        written[to + place] = read[from - place];
                    }
                }
            }
            FloatBuffer own = turned.duplicate();
            own.position(first * outputs * places);
            own.put(written);
        });
    }
}
