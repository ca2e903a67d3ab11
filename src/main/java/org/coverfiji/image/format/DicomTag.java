package org.coverfiji.image.format;

import java.util.Set;

/** The data elements that an image needs. */
final class DicomTag {

    /** A transfer syntax. */
    static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

    static final int TRANSFER_SYNTAX = 0x00020010;
    static final int INSTANCE = 0x00080018;
    static final int MODALITY = 0x00080060;
    static final int SLICE_THICKNESS = 0x00180050;
    static final int SPACING_BETWEEN_SLICES = 0x00180088;
    static final int IMAGER_PIXEL_SPACING = 0x00181164;
    static final int SERIES = 0x0020000e;
    static final int INSTANCE_NUMBER = 0x00200013;
    static final int POSITION = 0x00200032;
    static final int DIRECTIONS = 0x00200037;
    static final int SAMPLES = 0x00280002;
    static final int PHOTOMETRIC = 0x00280004;
    static final int PLANAR = 0x00280006;
    static final int FRAMES = 0x00280008;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;
    static final int PIXEL_SPACING = 0x00280030;
    static final int BITS_ALLOCATED = 0x00280100;
    static final int BITS_STORED = 0x00280101;
    static final int HIGH_BIT = 0x00280102;
    static final int SIGNED = 0x00280103;
    static final int INTERCEPT = 0x00281052;
    static final int SLOPE = 0x00281053;
    static final int RED_DESCRIPTOR = 0x00281101;
    static final int RED_PALETTE = 0x00281201;

    /** A table of values, where they are not proportional to the stored ones. */
    static final int MODALITY_TABLE = 0x00283000;

    static final int SHARED_GROUPS = 0x52009229;
    static final int FRAME_GROUPS = 0x52009230;
    static final int FLOAT_PIXELS = 0x7fe00008;
    static final int DOUBLE_PIXELS = 0x7fe00009;
    static final int PIXELS = 0x7fe00010;
    static final int ITEM = 0xfffee000;
    static final int ITEM_END = 0xfffee00d;
    static final int SEQUENCE_END = 0xfffee0dd;

    private static final Set<Integer> WANTED = Set.of(TRANSFER_SYNTAX, INSTANCE, MODALITY, SLICE_THICKNESS,
            SPACING_BETWEEN_SLICES, IMAGER_PIXEL_SPACING, SERIES, INSTANCE_NUMBER, POSITION, DIRECTIONS, SAMPLES,
            PHOTOMETRIC, PLANAR, FRAMES, ROWS, COLUMNS, PIXEL_SPACING, BITS_ALLOCATED, BITS_STORED, HIGH_BIT, SIGNED,
            INTERCEPT, SLOPE, RED_DESCRIPTOR, RED_DESCRIPTOR + 1, RED_DESCRIPTOR + 2, RED_PALETTE, RED_PALETTE + 1,
            RED_PALETTE + 2);

    /** Functional groups: pixel value transformation, pixel measures, plane position, plane orientation. */
    private static final Set<Integer> FRAME_GROUP = Set.of(0x00289145, 0x00289110, 0x00209113, 0x00209116);

    private DicomTag() {
    }

    /** Whether the element's value is to be kept. */
    static boolean isWanted(int tag) {
        return WANTED.contains(tag);
    }

    /** Whether the sequence says of a frame what this reader wants to know. */
    static boolean isFrameGroup(int tag) {
        return FRAME_GROUP.contains(tag);
    }

    static boolean isPixels(int tag) {
        return tag == PIXELS || tag == FLOAT_PIXELS || tag == DOUBLE_PIXELS;
    }
}
