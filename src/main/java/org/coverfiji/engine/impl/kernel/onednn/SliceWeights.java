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

    /** Where the kernel's part for a neighbour (0 the one before) begins, of {@code channels} channels. */
    private static int index(int output, int channels, int channel, int neighbour) {
        return ((output * channels / BLOCK + channel / BLOCK) * SIDE + neighbour) * BLOCK * AREA
                + channel % BLOCK * AREA;
    }

    private int indexOfOwn(int output, int input, int neighbour) {
        return (output * inputs + input) * VOLUME + neighbour * AREA;
    }

    /** Room for the weights, and after them for as many zeros as there are inputs. */
    private FloatPointer room() {
        return SharedMemory.floats(SharedMemory.Use.PICTURE_WEIGHTS, length() + inputs);
    }

    /** For the convolution itself; valid until the next call of any method. */
    FloatPointer forward(Floats weights) {
        float[] own = weights.toArray(length());
        float[] ofPictures = new float[length()];
        forEachPart((output, input, neighbour) -> System.arraycopy(own, indexOfOwn(output, input, neighbour),
                ofPictures, index(output, inputs, input, neighbour), AREA));
        return given(ofPictures);
    }

    /** For its input's gradient: a convolution from the outputs to the inputs with the kernel turned round. */
    FloatPointer turnedRound(Floats weights) {
        float[] own = weights.toArray(length());
        float[] ofPictures = new float[length()];
        forEachPart((output, input, neighbour) -> {
            int from = indexOfOwn(output, input, SIDE - 1 - neighbour);
            int to = index(input, outputs, output, neighbour);
            for (int i = 0; i < AREA; i++) {
                ofPictures[to + i] = own[from + AREA - 1 - i];
            }
        });
        return given(ofPictures);
    }

    private FloatPointer given(float[] ofPictures) {
        FloatPointer room = room();
        room.put(ofPictures, 0, ofPictures.length);
        return room;
    }

    /** As many as there are inputs; valid as long as {@link #turnedRound}'s are. */
    FloatPointer zeros() {
        FloatPointer zeros = room().getPointer(length());
        zeros.put(new float[inputs], 0, inputs);
        return zeros;
    }

    /** Writes the gradient for pictures as that of the weights. */
    void write(float[] gradientOfPictures, Floats gradient) {
        float[] own = new float[length()];
        forEachPart((output, input, neighbour) -> System.arraycopy(gradientOfPictures,
                index(output, inputs, input, neighbour), own, indexOfOwn(output, input, neighbour), AREA));
        gradient.put(0, own, 0, own.length);
    }

    /** Something to be done with the part of the kernel for a neighbour. */
    private interface PartAction {
        void accept(int output, int input, int neighbour);
    }

    private void forEachPart(PartAction action) {
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                for (int neighbour = 0; neighbour < SIDE; neighbour++) {
                    action.accept(output, input, neighbour);
                }
            }
        }
    }
}
