package org.coverfiji.engine.impl.network;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * The keys of earlier steps, a ring that new keys are written into at a pointer, over the oldest. It starts with
 * random unit vectors. In Java's memory.
 */
final class KeyQueue {

    private static final String KEYS = "/keys";
    private static final String POINTER = "/pointer";

    private final String name;
    private final Tensor keys;
    private int pointer;

    /**
     * @param name under which its state is saved
     * @param length how many keys it holds, K
     * @param channels of a key, C
     * @param seed of the random vectors
     */
    KeyQueue(String name, int length, int channels, long seed) {
        if (length < 1) {
            throw new CoverException("The queue's length is " + length + "; it must be at least 1, such as 1024.");
        }
        this.name = name;
        keys = Tensor.zeros(length, channels);
        Random random = new Random(new Seeds(seed).of(name));
        for (int key = 0; key < length; key++) {
            double squares = 0;
            double[] values = new double[channels];
            for (int c = 0; c < channels; c++) {
                values[c] = random.nextGaussian();
                squares += values[c] * values[c];
            }
            for (int c = 0; c < channels; c++) {
                keys.data()[key * channels + c] = (float) (values[c] / Math.sqrt(squares));
            }
        }
    }

    /** The keys, [K, C]: not a copy, {@link #write} changes it. */
    Tensor keys() {
        return keys;
    }

    /** Where the next key is written. */
    int pointer() {
        return pointer;
    }

    /**
     * Writes keys at the pointer and moves it on; after the last place comes the first.
     *
     * @param newKeys [n, C]; of more than K the last K stay
     */
    void write(Tensor newKeys) {
        int channels = keys.size(1);
        if (newKeys.size(1) != channels) {
            throw new IllegalArgumentException(newKeys + " for a queue of " + keys);
        }
        for (int i = 0; i < newKeys.size(0); i++) {
            System.arraycopy(newKeys.data(), i * channels, keys.data(), pointer * channels, channels);
            pointer = (pointer + 1) % keys.size(0);
        }
    }

    /** A copy of the keys, {@code name/keys} [K, C], and the pointer, {@code name/pointer} [1]. */
    Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        state.put(name + KEYS, new Tensor(keys.data().clone(), keys.shape()));
        state.put(name + POINTER, new Tensor(new float[] {pointer}, 1));
        return state;
    }

    /** Restores what {@link #state()} gave. @throws CoverException if it is missing or of another queue */
    void setState(Map<String, Tensor> state) {
        Tensor saved = NamedState.require(state, name + KEYS, keys.data().length);
        int place = Math.round(NamedState.require(state, name + POINTER, 1).data()[0]);
        if (place < 0 || place >= keys.size(0)) {
            throw new CoverException("The saved state \"" + name + POINTER + "\" is " + place
                    + "; it must be between 0 and " + (keys.size(0) - 1) + ".");
        }
        System.arraycopy(saved.data(), 0, keys.data(), 0, keys.data().length);
        pointer = place;
    }
}
