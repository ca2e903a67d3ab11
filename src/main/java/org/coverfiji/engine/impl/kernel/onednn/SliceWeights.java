package org.coverfiji.engine.impl.kernel.onednn;

import org.bytedeco.javacpp.FloatPointer;
import org.coverfiji.engine.impl.kernel.Floats;

/**
 * Weights of a convolution of volumes, [out, in, 3, 3, 3], as those of one of pictures whose channels are blocks of
 * slices and their neighbours, [out, in / 16, 3, 16, 3, 3].
 */
final class SliceWeights {

    /** Of the kernel. */
    static final int SIDE = 3;
    private static final int AREA = SIDE * SIDE;
    private static final int VOLUME = SIDE * AREA;
    private static final int BLOCK = 16;

    private final int outputs;
    private final int inputs;

    SliceWeights(long[] shape) {
        outputs = Math.toIntExact(shape[0]);
        inputs = Math.toIntExact(shape[1]);
    }

    /** How many there are, in either shape. */
    int length() {
        return outputs * inputs * VOLUME;
    }

    /** Where the kernel's part for a neighbour (0 the one before) begins in what leads to one output. */
    private static int index(int channel, int neighbour) {
        return (channel / BLOCK * SIDE + neighbour) * BLOCK * AREA + channel % BLOCK * AREA;
    }

    /** Room for the weights, and after them for as many zeros as there are inputs. */
    private FloatPointer room() {
        return SharedMemory.floats(SharedMemory.Use.PICTURE_WEIGHTS, length() + inputs);
    }

    /** For the convolution itself; valid until the next call of any method. */
    FloatPointer forward(Floats weights) {
        FloatPointer room = room();
        float[] own = new float[inputs * VOLUME];
        float[] ofPictures = new float[own.length];
        for (int output = 0; output < outputs; output++) {
            long start = (long) output * own.length;
            weights.get(start, own, 0, own.length);
            for (int input = 0; input < inputs; input++) {
                for (int neighbour = 0; neighbour < SIDE; neighbour++) {
                    System.arraycopy(own, input * VOLUME + neighbour * AREA, ofPictures, index(input, neighbour), AREA);
                }
            }
            room.getPointer(start).put(ofPictures, 0, ofPictures.length);
        }
        return room;
    }

    /** For its input's gradient: a convolution from the outputs to the inputs with the kernel turned round. */
    FloatPointer turnedRound(Floats weights) {
        FloatPointer room = room();
        float[] kernel = new float[VOLUME];
        float[] ofPictures = new float[outputs * VOLUME];
        for (int input = 0; input < inputs; input++) {
            for (int output = 0; output < outputs; output++) {
                weights.get(((long) output * inputs + input) * VOLUME, kernel, 0, VOLUME);
                for (int neighbour = 0; neighbour < SIDE; neighbour++) {
                    int to = index(output, neighbour);
                    int last = VOLUME - 1 - neighbour * AREA;
                    for (int i = 0; i < AREA; i++) {
                        ofPictures[to + i] = kernel[last - i];
                    }
                }
            }
            room.getPointer((long) input * ofPictures.length).put(ofPictures, 0, ofPictures.length);
        }
        return room;
    }

    /** As many as there are inputs; valid as long as {@link #turnedRound}'s are. */
    FloatPointer zeros() {
        FloatPointer zeros = room().getPointer(length());
        zeros.put(new float[inputs], 0, inputs);
        return zeros;
    }

    /** Writes the gradient for pictures as that of the weights. */
    void write(FloatPointer gradientOfPictures, Floats gradient) {
        float[] own = new float[inputs * VOLUME];
        float[] ofPictures = new float[own.length];
        for (int output = 0; output < outputs; output++) {
            long start = (long) output * own.length;
            gradientOfPictures.getPointer(start).get(ofPictures, 0, ofPictures.length);
            for (int input = 0; input < inputs; input++) {
                for (int neighbour = 0; neighbour < SIDE; neighbour++) {
                    System.arraycopy(ofPictures, index(input, neighbour), own, input * VOLUME + neighbour * AREA, AREA);
                }
            }
            gradient.put(start, own, 0, own.length);
        }
    }
}
