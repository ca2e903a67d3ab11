package org.coverfiji.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Changes of a file as disks, transfers and malice make them; the same for the same random numbers. */
final class Mutation {

    /** What lengths, counts and sizes go wrong with. */
    private static final long[] TELLING = {0, 1, 2, -1, -2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000,
        1000000, 0x7fffffffL, 0x80000000L, 0xffffffffL, 0x7ffffff7L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40};

    private static final String[] TELLING_NUMBERS = {"0", "-1", "1", "65536", "2147483647", "2147483648", "-2147483648",
        "99999999999999999999", "1e309", "-1e-309", "1e99999999", "NaN", "Infinity", "0.5", "1.5e9", "0x7fffffff", "",
        "1000000", "40000"};

    /** What texts are broken with: depth, length, other places, other types, code. */
    private static final String[] TELLING_TEXTS = {"[".repeat(100000), "{\"a\":".repeat(20000), "- ".repeat(50000),
        "\"", "'", "\0", "\ufeff", ",", ";", "\n", "\r", "\t", ":", "{}", "[]", "null", "true", "../../../up",
        "/dev/zero", "/etc/passwd", "file:///etc/passwd", "C:\\up", "a".repeat(1 << 16), "%s%n", "${x}", "\\u0000",
        "\ud800",
        "!!java.net.URLClassLoader [[]]", "&a [*a]", "*a", "<<: *b", "? ", "--- ", "=1+1",
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>", "&a;"};

    private static final int HEAD = 256;

    private final SplittableRandom random;

    Mutation(SplittableRandom random) {
        this.random = random;
    }

    /**
     * A changed copy.
     *
     * @param other another file of the same format, to be mixed in
     */
    byte[] bytes(byte[] whole, byte[] other) {
        byte[] changed = whole;
        for (int i = random.nextInt(2) * random.nextInt(3); i >= 0; i--) {
            changed = changed.length == 0 ? changed : once(changed, other);
        }
        return changed;
    }

    private byte[] once(byte[] whole, byte[] other) {
        byte[] copy = whole.clone();
        switch (random.nextInt(11)) {
            case 0:
                for (int i = random.nextInt(8); i >= 0; i--) {
                    copy[position(copy)] ^= 1 << random.nextInt(8);
                }
                return copy;
            case 1:
                for (int i = random.nextInt(3); i >= 0; i--) {
                    copy[position(copy)] = (byte) random.nextInt();
                }
                return copy;
            case 2:
                return Arrays.copyOf(copy, random.nextInt(copy.length));
            case 3: case 4: case 5:
                put(copy);
                return copy;
            case 6:
                return block(copy, 0);
            case 7:
                return block(copy, 2 + random.nextInt(3));
            case 8:
                int start = position(copy);
                Arrays.fill(copy, start, Math.min(copy.length, start + 1 + random.nextInt(64)),
                        random.nextBoolean() ? 0 : (byte) -1);
                return copy;
            case 9:
                return joined(Arrays.copyOf(copy, random.nextInt(copy.length)),
                        Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
            default:
                return text(copy);
        }
    }

    /** Beginnings and ends, where headers are, as often as all the rest. */
    private int position(byte[] whole) {
        int near = Math.min(whole.length, HEAD);
        switch (random.nextInt(3)) {
            case 0:
                return random.nextInt(near);
            case 1:
                return whole.length - 1 - random.nextInt(near);
            default:
                return random.nextInt(whole.length);
        }
    }

    /** A telling number, of 1, 2, 4 or 8 bytes in either order. */
    private void put(byte[] whole) {
        int size = 1 << random.nextInt(4);
        long value = TELLING[random.nextInt(TELLING.length)];
        int start = position(whole);
        start = random.nextBoolean() ? start / size * size : start;
        boolean little = random.nextBoolean();
        for (int i = 0; i < size && start + i < whole.length; i++) {
            whole[start + i] = (byte) (value >> 8 * (little ? i : size - 1 - i));
        }
    }

    /** A stretch so many times over, 0 to leave it out. */
    private byte[] block(byte[] whole, int times) {
        int start = position(whole);
        int end = Math.min(whole.length, start + 1 + random.nextInt(128));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, start);
        for (int i = 0; i < times; i++) {
            out.write(whole, start, end - start);
        }
        out.write(whole, end, whole.length - end);
        return out.toByteArray();
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** A number in words becomes another, or something is put in somewhere. */
    byte[] text(byte[] whole) {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        int start = position(whole);
        if (random.nextBoolean()) {
            while (start < whole.length && !Character.isDigit(text.charAt(start))) {
                start++;
            }
            int end = start;
            while (end < whole.length && Character.isDigit(text.charAt(end))) {
                end++;
            }
            return (text.substring(0, start) + TELLING_NUMBERS[random.nextInt(TELLING_NUMBERS.length)]
                    + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1);
        }
        String put = new String(TELLING_TEXTS[random.nextInt(TELLING_TEXTS.length)].getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
        return (text.substring(0, start) + put + text.substring(Math.min(whole.length, start + random.nextInt(3))))
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
