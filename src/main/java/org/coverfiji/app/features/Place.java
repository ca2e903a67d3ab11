package org.coverfiji.app.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.coverfiji.CoverException;
import org.coverfiji.image.label.RoiPixels;

import ij.ImagePlus;
import ij.gui.Roi;

/**
 * A place in an image file or window: x and y in pixels from 0, whole at the pixels' centres, and slice and time point,
 * which people count from 1. Immutable.
 */
public final class Place {

    private final double x;
    private final double y;
    private final double slice;
    private final int frame;

    /**
     * @param slice from 0
     * @param frame from 0
     */
    public Place(double x, double y, double slice, int frame) {
        this.x = x;
        this.y = y;
        this.slice = slice;
        this.frame = frame;
    }

    /**
     * The pixels of a ROI.
     *
     * @throws CoverException if it covers no pixel of the image
     */
    public static List<Place> of(ImagePlus image, Roi roi) {
        return RoiPixels.of(image, roi).stream().map(pixel -> new Place(pixel[0], pixel[1], pixel[2], pixel[3]))
                .collect(Collectors.toList());
    }

    /**
     * A place as people write it.
     *
     * @param text {@code x,y} or {@code x,y,slice} or {@code x,y,slice,time point}; what is not told is the first
     * @throws CoverException if it is something else
     */
    public static Place read(String key, String text) {
        String[] parts = text.trim().split("\\s*,\\s*", -1);
        double[] values = {0, 0, 1, 1};
        try {
            if (parts.length < 2 || parts.length > values.length) {
                throw new NumberFormatException();
            }
            for (int i = 0; i < parts.length; i++) {
                values[i] = Double.parseDouble(parts[i]);
            }
            if (!(values[2] >= 1 && values[3] >= 1 && values[3] == (int) values[3])) {
                throw new NumberFormatException();
            }
        } catch (NumberFormatException e) {
            throw new CoverException(key + " is '" + text + "'; it must be x,y or x,y,slice in pixels, such as 120,85"
                    + " or 120,85,3, with slices counted from 1.", e);
        }
        return new Place(values[0], values[1], values[2] - 1, (int) values[3] - 1);
    }

    /** Several with semicolons between. */
    public static List<Place> readAll(String key, String text) {
        List<Place> places = new ArrayList<>();
        for (String part : text.split(";")) {
            if (!part.isBlank()) {
                places.add(read(key, part));
            }
        }
        return places;
    }

    public double x() {
        return x;
    }

    public double y() {
        return y;
    }

    /** From 0; between two slices in volumes. */
    public double slice() {
        return slice;
    }

    /** Time point, from 0. */
    public int frame() {
        return frame;
    }

    /** As {@link #read} takes it. */
    @Override
    public String toString() {
        String text = number(x) + "," + number(y) + (slice == 0 && frame == 0 ? "" : "," + number(slice + 1));
        return frame == 0 ? text : text + "," + (frame + 1);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
