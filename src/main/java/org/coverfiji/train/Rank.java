package org.coverfiji.train;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.GradientExchange;
import org.coverfiji.file.Sha256;

/**
 * A run's place among several processes that train one network together, each on its part of every batch. All ranks
 * need the same settings, images and checkpoint; the first alone writes. Immutable.
 */
public final class Rank {

    /** Of a run that trains by itself. */
    public static final Rank ALONE = new Rank(0, 1, values -> { });

    /** A sum of as many numbers of 16 bits is exact in a float. */
    private static final int MOST = 256;
    private static final int BITS = 16;

    private final int number;
    private final int count;
    private final GradientExchange exchange;

    /**
     * @param number from 0
     * @param count of all ranks
     * @param exchange between them
     * @throws CoverException if there are too many
     */
    public Rank(int number, int count, GradientExchange exchange) {
        if (number < 0 || number >= count) {
            throw new IllegalArgumentException("rank " + number + " of " + count);
        }
        if (count > MOST) {
            throw new CoverException("There are " + count + " ranks; one network can be trained by at most " + MOST
                    + ".");
        }
        this.number = number;
        this.count = count;
        this.exchange = exchange;
    }

    public boolean isAlone() {
        return count == 1;
    }

    /** Whether this is the one that writes. */
    public boolean isFirst() {
        return number == 0;
    }

    public int count() {
        return count;
    }

    public GradientExchange exchange() {
        return exchange;
    }

    /** The number of this rank's first sample in a batch of so many. */
    public int from(int samples) {
        return (int) ((long) samples * number / count);
    }

    /** The number after that of its last sample. */
    public int to(int samples) {
        return (int) ((long) samples * (number + 1) / count);
    }

    /** @throws CoverException if a batch is too small to give every rank a sample */
    public void requireSamples(int samples) {
        if (samples < count) {
            throw new CoverException("batch is " + samples + ", but there are " + count + " ranks, each of which needs"
                    + " a sample; give a batch of at least " + count + ", or fewer ranks.");
        }
    }

    /**
     * Makes sure that all ranks are about to do the same; every rank must call it.
     *
     * @param things what must not differ, by its name in the sentence, the same names in all ranks
     * @throws CoverException naming the first that differs
     */
    public void requireSame(Map<String, MessageDigest> things) {
        things.forEach((name, digest) -> {
            float[] own = numbers(digest.digest());
            float[] sum = own.clone();
            exchange.sum(sum);
            for (int i = 0; i < own.length; i++) {
                if (sum[i] != own[i] * count) {
                    throw new CoverException("The ranks differ in " + name + "; all must be given the same values and"
                            + " see the same files under the same paths.");
                }
            }
        });
    }

    private static float[] numbers(byte[] digest) {
        float[] numbers = new float[digest.length * Byte.SIZE / BITS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (digest[2 * i] & 0xff) << Byte.SIZE | digest[2 * i + 1] & 0xff;
        }
        return numbers;
    }

    /** A digest of texts, for {@link #requireSame}. */
    public static MessageDigest digest(Iterable<String> texts) {
        MessageDigest digest = Sha256.digest();
        texts.forEach(text -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8)));
        return digest;
    }
}
