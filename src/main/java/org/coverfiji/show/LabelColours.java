package org.coverfiji.show;

import java.awt.Color;

import ij.process.LUT;

/**
 * Colours for classes. Class 0 is black; the next eight are those of Okabe and Ito, which colour-blind people can
 * tell apart; further ones are spread over the circle of hues.
 */
public final class LabelColours {

    private static final int[] FIRST = {0x000000, 0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00,
            0xcc79a7, 0x999999};

    /** What is left out of the labels. */
    static final int IGNORED = 0x404040;

    /** Successive hues are as far apart as they can be, however many there are. */
    private static final double GOLDEN_RATIO = 0.6180339887498949;

    private LabelColours() {
    }

    /** A class's colour, 0xRRGGBB. */
    public static int rgb(int classNumber) {
        if (classNumber < 0) {
            return IGNORED;
        }
        if (classNumber < FIRST.length) {
            return FIRST[classNumber];
        }
        int further = classNumber - FIRST.length;
        float hue = (float) (further * GOLDEN_RATIO % 1);
        float saturation = further % 2 == 0 ? 0.85f : 0.5f;
        float brightness = further % 3 == 0 ? 1 : further % 3 == 1 ? 0.8f : 0.6f;
        return Color.HSBtoRGB(hue, saturation, brightness) & 0xffffff;
    }

    public static Color colour(int classNumber) {
        return new Color(rgb(classNumber));
    }

    /** A lookup table in which entry n is class n's colour, and 255 (no class) dark grey. */
    public static LUT lut() {
        byte[][] table = new byte[3][256];
        for (int i = 0; i < 256; i++) {
            int rgb = i == 255 ? IGNORED : rgb(i);
            for (int c = 0; c < 3; c++) {
                table[c][i] = (byte) (rgb >> 16 - 8 * c);
            }
        }
        return new LUT(table[0], table[1], table[2]);
    }
}
