package org.coverfiji.image;

import ij.measure.Calibration;

/** Where an image's coordinates begin and how far apart its time points are, as ImageJ keeps them. Immutable. */
public final class TimeAndOrigin {

    /** The first pixel, and no interval. */
    public static final TimeAndOrigin NONE = new TimeAndOrigin(new double[3], 0, "sec");

    private final double[] origin;
    private final double frameInterval;
    private final String timeUnit;

    /**
     * @param origin of the coordinates in pixels, z, y, x
     * @param frameInterval in the time unit, 0 if not known
     */
    public TimeAndOrigin(double[] origin, double frameInterval, String timeUnit) {
        this.origin = origin.clone();
        this.frameInterval = frameInterval;
        this.timeUnit = timeUnit;
    }

    /** What ImageJ's calibration says. */
    public static TimeAndOrigin of(Calibration calibration) {
        return new TimeAndOrigin(new double[] {calibration.zOrigin, calibration.yOrigin, calibration.xOrigin},
                calibration.frameInterval, calibration.getTimeUnit());
    }

    void applyTo(Calibration calibration) {
        calibration.zOrigin = origin[0];
        calibration.yOrigin = origin[1];
        calibration.xOrigin = origin[2];
        calibration.frameInterval = frameInterval;
        calibration.setTimeUnit(timeUnit);
    }

    /**
     * For an image on another grid.
     *
     * @param start where its first pixel lies on the old grid, in array order of two or three axes
     * @param step its pixels' distance in old pixels
     */
    TimeAndOrigin remapped(double[] start, double[] step) {
        double[] moved = origin.clone();
        for (int axis = 0; axis < start.length; axis++) {
            int place = 3 - start.length + axis;
            // An origin that was never set stays at the first pixel.
            moved[place] = origin[place] == 0 ? 0 : (origin[place] - start[axis]) / step[axis];
        }
        return new TimeAndOrigin(moved, frameInterval, timeUnit);
    }
}
