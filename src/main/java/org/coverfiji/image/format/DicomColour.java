package org.coverfiji.image.format;

/** What a DICOM file's samples mean (photometric interpretation). */
enum DicomColour {

    GREY(1, 1),
    /** MONOCHROME1: shown with white for the smallest value. */
    INVERTED(1, 1),
    PALETTE(1, 3), RGB(3, 3), YBR(3, 3);

    private final int samples;
    private final int channels;

    DicomColour(int samples, int channels) {
        this.samples = samples;
        this.channels = channels;
    }

    /** @throws UnreadableException if it is of another kind */
    static DicomColour of(DicomElements elements) throws UnreadableException {
        int samples = elements.number(DicomTag.SAMPLES, 1);
        String kind = elements.text(DicomTag.PHOTOMETRIC);
        if (samples == 1) {
            if (kind.equals("PALETTE COLOR")) {
                requirePalette(elements);
                return PALETTE;
            }
            return kind.equals("MONOCHROME1") ? INVERTED : GREY;
        }
        if (samples != 3) {
            throw new UnreadableException("its " + samples + " samples per pixel are not supported; export it as grey"
                    + " or RGB");
        }
        if (kind.isEmpty() || kind.equals("RGB")) {
            return RGB;
        }
        if (kind.equals("YBR_FULL")) {
            return YBR;
        }
        throw new UnreadableException("its colours are stored as " + kind + ", which is not supported; export it as"
                + " RGB");
    }

    private static void requirePalette(DicomElements elements) throws UnreadableException {
        for (int channel = 0; channel < 3; channel++) {
            int entries = elements.number(DicomTag.RED_DESCRIPTOR + channel, 0, 0);
            if (entries < 1 || elements.length(DicomTag.RED_PALETTE + channel) < entries) {
                throw new UnreadableException("its palette is missing or cut short; export it as RGB");
            }
        }
    }

    /** Stored for every pixel. */
    int samples() {
        return samples;
    }

    /** 1 for grey, 3 for red, green and blue. */
    int channels() {
        return channels;
    }

    boolean isPalette() {
        return this == PALETTE;
    }

    /**
     * For kinds of three channels.
     *
     * @param stored a frame's samples, in the file's order
     * @param out receives [3, height, width]
     */
    void toRgb(float[] stored, DicomElements elements, float[] out) {
        int plane = stored.length / samples;
        if (this == PALETTE) {
            for (int channel = 0; channel < 3; channel++) {
                int[] table = table(elements, channel);
                for (int i = 0; i < plane; i++) {
                    out[channel * plane + i] = table[(int) stored[i]];
                }
            }
            return;
        }
        boolean planar = elements.number(DicomTag.PLANAR, 0) == 1;
        for (int i = 0; i < stored.length; i++) {
            out[planar ? i : i % 3 * plane + i / 3] = stored[i];
        }
        if (this == YBR) {
            toRgb(out, plane);
        }
    }

    /** A palette's column of one colour, for every 8-bit value; beyond its ends the end counts. */
    private static int[] table(DicomElements elements, int channel) {
        int descriptor = DicomTag.RED_DESCRIPTOR + channel;
        int data = DicomTag.RED_PALETTE + channel;
        int entries = elements.number(descriptor, 0, 0);
        int first = (short) elements.number(descriptor, 1, 0);
        boolean words = elements.length(data) >= 2 * entries;
        boolean deep = elements.number(descriptor, 2, 16) > 8;
        int[] table = new int[256];
        for (int value = 0; value < table.length; value++) {
            int entry = Math.max(0, Math.min(entries - 1, value - first));
            int colour = words ? elements.number(data, entry, 0) : elements.unsignedByte(data, entry);
            table[value] = words && deep ? colour >> 8 : colour & 0xff;
        }
        return table;
    }

    /** ITU-R BT.601 with the full range, as DICOM defines it. */
    private static void toRgb(float[] ybr, int plane) {
        for (int i = 0; i < plane; i++) {
            float y = ybr[i];
            float blue = ybr[plane + i] - 128;
            float red = ybr[2 * plane + i] - 128;
            ybr[i] = level(y + 1.402f * red);
            ybr[plane + i] = level(y - 0.344136f * blue - 0.714136f * red);
            ybr[2 * plane + i] = level(y + 1.772f * blue);
        }
    }

    private static float level(float value) {
        return Math.max(0, Math.min(255, Math.round(value)));
    }
}
