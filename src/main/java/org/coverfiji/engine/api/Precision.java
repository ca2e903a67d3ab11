package org.coverfiji.engine.api;

import java.util.Arrays;
import java.util.Locale;

import org.coverfiji.CoverException;

/** The numbers that the convolutions of training steps multiply; all else is float32, and so is inference. */
public enum Precision {

    /** 24 bits of mantissa. */
    FLOAT32,

    /**
     * 8 bits of mantissa where that is faster, with sums, weights, their gradients and everything between convolutions
     * in float32.
     */
    BF16;

    /** From {@link #toString()}. @throws CoverException if there is none of that name */
    public static Precision of(String name) {
        return Arrays.stream(values()).filter(precision -> precision.toString().equals(name)).findFirst()
                .orElseThrow(() -> new CoverException("precision is \"" + name + "\"; it must be float32 or bf16."));
    }

    /** As commands and model files have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
