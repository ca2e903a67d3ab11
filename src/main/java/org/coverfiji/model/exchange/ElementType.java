package org.coverfiji.model.exchange;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How other programs store a tensor's values, by the names that PyTorch and safetensors give them. */
public enum ElementType {

    F64("DoubleStorage", 8, true),
    F32("FloatStorage", 4, true),
    F16("HalfStorage", 2, true),
    BF16("BFloat16Storage", 2, true),
    I64("LongStorage", 8, false),
    I32("IntStorage", 4, false),
    I16("ShortStorage", 2, false),
    I8("CharStorage", 1, false),
    U8("ByteStorage", 1, false),
    BOOL("BoolStorage", 1, false);

    private static final int HALF_EXPONENT = 0x1f;
    private static final int HALF_FRACTION_BITS = 10;
    private static final int FRACTION_BITS = 23;
    /** Between the exponents' offsets, 127 and 15. */
    private static final int EXPONENT_DIFFERENCE = 112;
    private static final float HALF_SUBNORMAL = 1f / (1 << 24);

    private final String storage;
    private final int bytes;
    private final boolean floating;

    ElementType(String storage, int bytes, boolean floating) {
        this.storage = storage;
        this.bytes = bytes;
        this.floating = floating;
    }

    /** By the class that PyTorch keeps its values in, such as {@code FloatStorage}. */
    public static Optional<ElementType> ofStorage(String name) {
        return Arrays.stream(values()).filter(type -> type.storage.equals(name)).findFirst();
    }

    /** By the name that safetensors gives it, such as {@code F32}. */
    static Optional<ElementType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }

    /** Of one value. */
    int bytes() {
        return bytes;
    }

    /** Whether it holds what a network can have learnt. */
    boolean isFloating() {
        return floating;
    }

    /**
     * The value at a byte position; exact but for {@link #F64}, which is rounded.
     *
     * @param buffer in the file's byte order
     */
    float read(ByteBuffer buffer, int position) {
        switch (this) {
            case F64:
                return (float) buffer.getDouble(position);
            case F32:
                return buffer.getFloat(position);
            case F16:
                return half(buffer.getShort(position));
            case BF16:
                return Float.intBitsToFloat(buffer.getShort(position) << Short.SIZE);
            default:
                throw new IllegalStateException(this + " holds no weights");
        }
    }

    /** IEEE 754 binary16. */
    private static float half(short bits) {
        int sign = (bits & 0x8000) << Short.SIZE;
        int exponent = bits >> HALF_FRACTION_BITS & HALF_EXPONENT;
        int fraction = bits & (1 << HALF_FRACTION_BITS) - 1;
        if (exponent == 0) {
            float value = fraction * HALF_SUBNORMAL;
            return sign == 0 ? value : -value;
        }
        int wide = exponent == HALF_EXPONENT ? 0xff : exponent + EXPONENT_DIFFERENCE;
        return Float.intBitsToFloat(sign | wide << FRACTION_BITS | fraction << FRACTION_BITS - HALF_FRACTION_BITS);
    }
}
