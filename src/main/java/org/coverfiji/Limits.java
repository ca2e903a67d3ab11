package org.coverfiji;

/**
 * How much readers believe of headers and model files, which anyone may have written: far more than any image or
 * network needs, and far less than would exhaust the memory or the stack.
 */
public final class Limits {

    /** Values that a text written by people stands for. */
    public static final int TEXT_VALUES = 1 << 16;

    /** Sequences inside sequences of a DICOM header, and lists inside lists of a text. */
    public static final int HEADER_DEPTH = 64;

    /** Bytes of a header's value that is kept. */
    public static final int HEADER_VALUE = 1 << 16;

    /** Bytes of a model file's description. */
    public static final int MODEL_DESCRIPTION = 1 << 26;

    /** Bytes of what another program's file says of its weights: about a hundred for each tensor. */
    public static final int WEIGHTS_HEADER = 1 << 22;

    /** Channels of a network's input or of one of its maps. */
    public static final int NETWORK_CHANNELS = 1 << 14;

    /** Features and number of projection heads on one level. */
    public static final int NETWORK_HEADS = 1 << 10;

    /** A network's amplitude, pixels: 33 × 33 offsets for every pixel. */
    public static final int NETWORK_AMPLITUDE = 16;

    /** Pixels along a side of a patch, or of an image that is resized. */
    public static final int SIDE = 1 << 16;

    private Limits() {
    }
}
