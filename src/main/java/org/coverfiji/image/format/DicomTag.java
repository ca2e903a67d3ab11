package org.coverfiji.image.format;

/** The data elements that an image needs. */
final class DicomTag {

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

    static final int TRANSFER_SYNTAX = 0x00020010;
    static final int SHARED_GROUPS = 0x52009229;
    static final int FRAME_GROUPS = 0x52009230;
    static final int FLOAT_PIXELS = 0x7fe00008;
    static final int DOUBLE_PIXELS = 0x7fe00009;
    static final int PIXELS = 0x7fe00010;
    static final int ITEM = 0xfffee000;
    static final int ITEM_END = 0xfffee00d;
    static final int SEQUENCE_END = 0xfffee0dd;

    private DicomTag() {
    }

    /** Whether the element's value is to be kept. */
    static boolean isWanted(int tag) {
        switch (tag) {
            case TRANSFER_SYNTAX: case SLICE_THICKNESS: case SPACING_BETWEEN_SLICES: case IMAGER_PIXEL_SPACING:
            case SERIES: case INSTANCE_NUMBER: case POSITION: case DIRECTIONS: case SAMPLES: case PHOTOMETRIC:
            case PLANAR: case FRAMES: case ROWS: case COLUMNS: case PIXEL_SPACING: case BITS_ALLOCATED:
            case BITS_STORED: case HIGH_BIT: case SIGNED: case INTERCEPT: case SLOPE:
                return true;
            default:
                return false;
        }
    }
}
