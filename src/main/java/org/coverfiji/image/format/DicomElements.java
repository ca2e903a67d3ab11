package org.coverfiji.image.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Values by tag. What a frame does not say of itself, all frames share; what those do not, the file says. */
final class DicomElements {

    private final DicomElements common;
    private final Map<Integer, ByteBuffer> values = new HashMap<>();

    /** @param common is asked for what is not here; null for nothing */
    DicomElements(DicomElements common) {
        this.common = common;
    }

    /** Of an element that is there twice, the first counts. */
    void put(int tag, byte[] value, ByteOrder order) {
        values.putIfAbsent(tag, ByteBuffer.wrap(value).order(order));
    }

    private ByteBuffer value(int tag) {
        ByteBuffer value = values.get(tag);
        return value != null || common == null ? value : common.value(tag);
    }

    boolean has(int tag) {
        return value(tag) != null;
    }

    /** The text of an element, or the empty string. */
    String text(int tag) {
        ByteBuffer value = value(tag);
        return value == null ? "" : new String(value.array(), StandardCharsets.ISO_8859_1).replace('\0', ' ').trim();
    }

    /** The value of an unsigned short element. */
    int number(int tag, int otherwise) {
        return number(tag, 0, otherwise);
    }

    /** One of the values of an unsigned short element. */
    int number(int tag, int index, int otherwise) {
        ByteBuffer value = value(tag);
        return value == null || value.capacity() < 2 * index + 2 ? otherwise : value.getShort(2 * index) & 0xffff;
    }

    /** How many bytes an element's value has, 0 if it is missing. */
    int length(int tag) {
        ByteBuffer value = value(tag);
        return value == null ? 0 : value.capacity();
    }

    /** One byte of an element's value, which must be there. */
    int unsignedByte(int tag, int index) {
        return value(tag).get(index) & 0xff;
    }

    /** The number in a text element, or what else to take. */
    double number(int tag, double otherwise) {
        double[] numbers = numbers(tag, 1);
        return numbers == null ? otherwise : numbers[0];
    }

    /** The numbers of a text element, or null if it is missing, holds fewer, or one is not finite. */
    double[] numbers(int tag, int count) {
        String[] parts = text(tag).split("\\\\");
        if (parts.length < count) {
            return null;
        }
        double[] numbers = new double[count];
        try {
            for (int i = 0; i < count; i++) {
                numbers[i] = Double.parseDouble(parts[i].trim());
                if (!Double.isFinite(numbers[i])) {
                    return null;
                }
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return numbers;
    }
}
