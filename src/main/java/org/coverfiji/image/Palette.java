package org.coverfiji.image;

import java.util.Arrays;

/**
 * The colours of an indexed image: a pixel's value is the number of one. ImageJ shows the colour, but holds and
 * measures the number. Immutable.
 */
public final class Palette {

    private final int[] colours;
    private final boolean bilevel;

    /** @param colours 0xRRGGBB by number, at least one */
    public Palette(int[] colours) {
        bilevel = colours.length == 2 && isGrey(colours[0]) && isGrey(colours[1]);
        int count = colours.length;
        // Decoders fill palettes up with their last colour.
        while (count > 1 && colours[count - 1] == colours[count - 2]) {
            count--;
        }
        this.colours = Arrays.copyOf(colours, count);
    }

    /** 0xRRGGBB; numbers behind the last have its colour. */
    public int colour(int number) {
        return colours[Math.max(0, Math.min(number, colours.length - 1))];
    }

    /** Whether there is any colour but grey; if not, it is a lookup table for display only. */
    public boolean isColoured() {
        return !Arrays.stream(colours).allMatch(Palette::isGrey);
    }

    /** Whether the image has one bit per pixel, black and white. */
    public boolean isBilevel() {
        return bilevel;
    }

    private static boolean isGrey(int colour) {
        return (colour & 0xff) * 0x010101 == colour;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Palette && Arrays.equals(colours, ((Palette) other).colours);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(colours);
    }
}
