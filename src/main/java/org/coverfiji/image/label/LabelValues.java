package org.coverfiji.image.label;

import java.util.BitSet;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;

/**
 * The values that occur in a set of label images. Images whose three channels are equal everywhere are grey; as soon
 * as one of the set has colours, all values are colours (0xRRGGBB, grey ones too).
 */
final class LabelValues {

    /** The largest whole number up to which a 32-bit float holds all. */
    private static final int LARGEST = 1 << 24;

    private static final double WHOLE = 1e-3;

    private final BitSet greys = new BitSet();
    private final BitSet colours = new BitSet();
    private String first;

    /** @throws CoverException if the image holds anything but labels */
    void add(FloatImage raw) {
        first = first == null ? raw.name() : first;
        BitSet values = raw.channels() == 3 ? colours : greys;
        int last = -1;
        for (int i = 0; i < raw.pixels(); i++) {
            int value = value(raw, i);
            if (value != last && value != LabelImage.IGNORE) {
                values.set(value);
            }
            last = value;
        }
    }

    /** Whether values are colours. */
    boolean isColour() {
        return colours.stream().anyMatch(colour -> !isGrey(colour));
    }

    /** All values, ascending. */
    int[] sorted() {
        boolean colour = isColour();
        BitSet all = new BitSet();
        greys.stream().map(value -> colour ? toColour(value) : value).forEach(all::set);
        colours.stream().map(value -> colour ? value : value & 0xff).forEach(all::set);
        return all.stream().toArray();
    }

    /** The name of the first image, for messages. */
    String firstName() {
        return first;
    }

    /**
     * A pixel's value: its grey value, 0xRRGGBB in an image with three channels, or {@link LabelImage#IGNORE}.
     *
     * @throws CoverException if it is no label
     */
    static int value(FloatImage raw, int pixel) {
        if (raw.channels() == 1) {
            return whole(raw, raw.data()[pixel], LARGEST);
        }
        if (raw.channels() != 3) {
            throw new CoverException("The label image " + raw.name() + " has " + raw.channels() + " channels; labels"
                    + " have one channel, or are RGB with one colour per class.");
        }
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
            colour = colour << 8 | whole(raw, raw.data()[channel * raw.pixels() + pixel], 255) & 0xff;
        }
        return colour;
    }

    private static int whole(FloatImage raw, float value, int largest) {
        int rounded = Math.round(value);
        if (!(Math.abs(value - rounded) < WHOLE)) {
            throw new CoverException("The label image " + raw.name() + " holds the value " + value
                    + ", but labels are whole numbers; give label images or masks, not intensities or probabilities.");
        }
        if (rounded < (raw.channels() == 1 ? LabelImage.IGNORE : 0) || rounded > largest) {
            throw new CoverException("The label image " + raw.name() + " holds the value " + rounded
                    + ", but labels lie between 0 and " + largest + "; give label images or masks.");
        }
        return rounded;
    }

    static boolean isGrey(int colour) {
        return (colour & 0xff) * 0x010101 == colour;
    }

    /** @throws CoverException if the value is more than 8 bits */
    static int toColour(int grey) {
        if (grey > 255) {
            throw new CoverException("Some label images are RGB, others have values up to " + grey
                    + "; give labels of one kind.");
        }
        return grey * 0x010101;
    }
}
