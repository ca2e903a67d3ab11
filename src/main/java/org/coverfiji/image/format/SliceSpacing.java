package org.coverfiji.image.format;

import java.util.Arrays;
import java.util.function.IntFunction;

import org.coverfiji.image.Decimals;

/** The distance of slices by their positions: even, even but for missing ones, or none that could be meant. */
final class SliceSpacing {

    /** Distances may differ by this part: positions are often rounded to 0.1 mm. */
    private static final double EVEN = 0.2;

    private final double distance;
    private final String note;
    private final String objection;

    private SliceSpacing(double distance, String note, String objection) {
        this.distance = distance;
        this.note = note;
        this.objection = objection;
    }

    /**
     * @param locations growing, at least two, millimetres
     * @param names of the slices, for messages
     */
    static SliceSpacing of(double[] locations, IntFunction<String> names) {
        double[] steps = new double[locations.length - 1];
        Arrays.setAll(steps, i -> locations[i + 1] - locations[i]);
        double[] sorted = steps.clone();
        Arrays.sort(sorted);
        double usual = sorted[(sorted.length - 1) / 2];
        if (sorted[0] >= (1 - EVEN) * usual && sorted[sorted.length - 1] <= (1 + EVEN) * usual) {
            return new SliceSpacing((locations[locations.length - 1] - locations[0]) / steps.length, null, null);
        }
        StringBuilder gaps = new StringBuilder();
        for (int i = 0; i < steps.length; i++) {
            long times = Math.round(steps[i] / usual);
            if (times < 1 || Math.abs(steps[i] - times * usual) > EVEN * usual) {
                return new SliceSpacing(usual, null, "its slices are " + Decimals.text(sorted[0]) + " to "
                        + Decimals.text(sorted[sorted.length - 1]) + " mm apart, so that they are no volume with one"
                        + " distance; export it with equally spaced slices, or use it in 2D");
            }
            if (times > 1) {
                gaps.append(gaps.length() > 0 ? ", and " : "").append(times - 1)
                        .append(times == 2 ? " slice is" : " slices are").append(" missing between ")
                        .append(names.apply(i)).append(" and ").append(names.apply(i + 1));
            }
        }
        return new SliceSpacing(usual,
                gaps + "; its slices count as " + Decimals.text(usual) + " mm apart, as the others"
                + " are", null);
    }

    /** Millimetres. */
    double distance() {
        return distance;
    }

    /** What the user should know, or null. */
    String note() {
        return note;
    }

    /** Why the slices are no volume, or null. */
    String objection() {
        return objection;
    }
}
