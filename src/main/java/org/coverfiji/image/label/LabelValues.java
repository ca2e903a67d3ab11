package org.coverfiji.image.label;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Palette;

/**
 * The values that occur in a set of label images. Images whose three channels are equal everywhere are grey; as soon
 * as one of the set has colours, all values are colours (0xRRGGBB, grey ones too).
 *
 * <p>Indexed images are their numbers where the set has one palette, or palettes that give every number in use the
 * same colour and every colour the same number; else they are colours. A grey lookup table, inverting or not, is for
 * display only.
 */
final class LabelValues {

    /** The largest whole number up to which a 32-bit float holds all. */
    private static final int LARGEST = 1 << 24;

    private static final double WHOLE = 1e-3;

    private final BitSet greys = new BitSet();
    private final BitSet colours = new BitSet();
    /** The numbers in use by palette. */
    private final Map<Palette, BitSet> indexed = new LinkedHashMap<>();
    /** The first image with each palette, for messages. */
    private final Map<Palette, String> indexedNames = new LinkedHashMap<>();
    private String first;

    /** @throws CoverException if the image holds anything but labels */
    void add(FloatImage raw) {
        first = first == null ? raw.name() : first;
        BitSet values = raw.channels() == 3 ? colours : greys;
        if (isIndexed(raw)) {
            values = indexed.computeIfAbsent(raw.palette(), palette -> new BitSet());
            indexedNames.putIfAbsent(raw.palette(), raw.name());
        }
        int last = -1;
        for (int i = 0; i < raw.pixels(); i++) {
            int value = value(raw, i);
            if (value != last && value != LabelImage.IGNORE) {
                values.set(value);
            }
            last = value;
        }
    }

    /** Adds the values of other images of the set. */
    void addAll(LabelValues other) {
        first = first == null ? other.first : first;
        greys.or(other.greys);
        colours.or(other.colours);
        other.indexed.forEach((palette, numbers) -> indexed.computeIfAbsent(palette, p -> new BitSet()).or(numbers));
        other.indexedNames.forEach(indexedNames::putIfAbsent);
    }

    /** Adds numbers that are known to be no colours, whatever lookup tables their images have. */
    void addNumbers(LabelValues other) {
        first = first == null ? other.first : first;
        Arrays.stream(other.sorted()).forEach(greys::set);
    }

    /** Whether values are colours. */
    boolean isColour() {
        return colours.stream().anyMatch(colour -> !isGrey(colour)) || !agree();
    }

    /** Whether the palettes say the same of all numbers and colours in use. */
    private boolean agree() {
        if (indexed.size() < 2) {
            return true;
        }
        Map<Integer, Integer> colourOf = new HashMap<>();
        Map<Integer, Integer> numberOf = new HashMap<>();
        for (Map.Entry<Palette, BitSet> entry : indexed.entrySet()) {
            for (int number : entry.getValue().stream().toArray()) {
                int colour = entry.getKey().colour(number);
                Integer otherColour = colourOf.putIfAbsent(number, colour);
                Integer otherNumber = numberOf.putIfAbsent(colour, number);
                if (otherColour != null && otherColour != colour || otherNumber != null && otherNumber != number) {
                    return false;
                }
            }
        }
        return true;
    }

    private BitSet colours(Palette palette, BitSet numbers) {
        BitSet found = new BitSet();
        numbers.stream().map(palette::colour).forEach(found::set);
        if (found.cardinality() < numbers.cardinality()) {
            throw new CoverException("The label image " + indexedNames.get(palette) + " has two values of one colour,"
                    + " and the others of the set have other colours; save all with the same lookup table, or as grey"
                    + " values.");
        }
        return found;
    }

    /**
     * All values, ascending.
     *
     * @throws CoverException if indexed images go together neither by number nor by colour
     */
    int[] sorted() {
        boolean colour = isColour();
        BitSet all = new BitSet();
        indexed.forEach((palette, numbers) -> all.or(colour ? colours(palette, numbers) : numbers));
        greys.stream().map(value -> colour ? toColour(value) : value).forEach(all::set);
        colours.stream().map(value -> colour ? value : value & 0xff).forEach(all::set);
        return all.stream().toArray();
    }

    /** The name of the first image, for messages. */
    String firstName() {
        return first;
    }

    /** The colour of every number in use, where images are indexed and agree. */
    Map<Integer, Integer> colourOfNumbers() {
        Map<Integer, Integer> colourOf = new HashMap<>();
        indexed.forEach((palette, numbers) -> numbers.stream()
                .forEach(number -> colourOf.put(number, palette.colour(number))));
        return Collections.unmodifiableMap(colourOf);
    }

    static boolean isIndexed(FloatImage raw) {
        return raw.channels() == 1 && raw.palette() != null && raw.palette().isColoured();
    }

    /** What a pixel's value means in a set whose values are colours or not. */
    static int meaning(FloatImage raw, int value, boolean colour) {
        if (raw.channels() == 3) {
            return colour || !isGrey(value) ? value : value & 0xff;
        }
        if (!colour) {
            return value;
        }
        return isIndexed(raw) ? raw.palette().colour(value) : toColour(value);
    }

    /**
     * A pixel's value: its grey value or number, 0xRRGGBB in an image with three channels, or
     * {@link LabelImage#IGNORE}.
     *
     * @throws CoverException if it is no label
     */
    static int value(FloatImage raw, int pixel) {
        if (raw.channels() == 1) {
            int value = whole(raw, raw.data()[pixel], LARGEST);
            // Pictures of one bit hold 0 and 1 where TIFF files of one bit, and masks of 8, hold 0 and 255.
            return value == 1 && raw.palette() != null && raw.palette().isBilevel() ? 255 : value;
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
