package org.coverfiji.samples;

/** A smooth random function of space: values on a coarse lattice, interpolated with a cubic ease, about −1…1. */
final class SmoothNoise {

    private static final int LATTICE = 16;

    private final float[] values = new float[LATTICE * LATTICE * LATTICE];

    SmoothNoise(Draw draw) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draw.between(-1, 1);
        }
    }

    /** One lattice cell is one unit; the lattice repeats after {@value #LATTICE}. */
    double at(double x, double y, double z) {
        int x0 = (int) StrictMath.floor(x);
        int y0 = (int) StrictMath.floor(y);
        int z0 = (int) StrictMath.floor(z);
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            int cx = corner & 1;
            int cy = corner >> 1 & 1;
            int cz = corner >> 2;
            double weight = weight(x - x0, cx) * weight(y - y0, cy) * weight(z - z0, cz);
            sum += weight * values[(wrap(z0 + cz) * LATTICE + wrap(y0 + cy)) * LATTICE + wrap(x0 + cx)];
        }
        return sum;
    }

    private static double weight(double fraction, int corner) {
        double eased = fraction * fraction * (3 - 2 * fraction);
        return corner == 1 ? eased : 1 - eased;
    }

    private static int wrap(int index) {
        return index & LATTICE - 1;
    }
}
