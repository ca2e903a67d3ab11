package org.coverfiji.samples;

/**
 * A detector plane that adds up matter along parallel rays: values are path lengths in body units (1 = half the
 * width of a nominal chest). It covers −{@link #EXTENT}…{@link #EXTENT} on both axes, x to the right, y downwards.
 */
final class Projection {

    static final double EXTENT = 1.9;
    static final int SIDE = 560;
    static final double PIXEL = 2 * EXTENT / SIDE;

    private static final int AROUND = 20;
    private static final double[] COSINES = new double[2 * AROUND];
    private static final double[] SINES = new double[2 * AROUND];

    static {
        for (int i = 0; i < COSINES.length; i++) {
            COSINES[i] = StrictMath.cos(StrictMath.PI * i / AROUND);
            SINES[i] = StrictMath.sin(StrictMath.PI * i / AROUND);
        }
    }

    final float[] values = new float[SIDE * SIDE];

    /** Body coordinate of a column or row centre. */
    static double coordinate(int index) {
        return (index + 0.5) * PIXEL - EXTENT;
    }

    /** Adds a solid tube of round section: path points (x, y), radii at both ends, density 1 = compact. */
    void solidTube(double[][] path, double radiusStart, double radiusEnd, double density) {
        for (int i = 1; i < path.length; i++) {
            double dx = path[i][0] - path[i - 1][0];
            double dy = path[i][1] - path[i - 1][1];
            double length = StrictMath.sqrt(dx * dx + dy * dy);
            double radius = radiusStart + (radiusEnd - radiusStart) * i / (path.length - 1);
            int steps = 1 + (int) (length / (0.5 * PIXEL));
            int half = 1 + (int) (radius / (0.5 * PIXEL));
            for (int step = 0; step < steps; step++) {
                double t = (step + 0.5) / steps;
                for (int k = -half; k <= half; k++) {
                    double across = radius * k / (half + 0.5);
                    double chord = 2 * StrictMath.sqrt(radius * radius - across * across);
                    double volume = chord * (radius / (half + 0.5)) * (length / steps) * density;
                    add(path[i - 1][0] + t * dx - across * dy / length,
                            path[i - 1][1] + t * dy + across * dx / length, volume);
                }
            }
        }
    }

    /**
     * Adds a hollow bone of elliptic section around a path in space (x, y, and z along the rays), so that its cortex
     * shows as bright rims.
     *
     * @param outward unit normals of the path, the section's short axis
     * @param tall half the section's long axis
     * @param thin half the section's short axis
     * @param wall thickness of the cortex
     */
    void hollowTube(double[][] path, double[][] outward, double tall, double thin, double wall) {
        for (int i = 1; i < path.length; i++) {
            double[] p = path[i - 1];
            double tx = path[i][0] - p[0];
            double ty = path[i][1] - p[1];
            double tz = path[i][2] - p[2];
            double length = StrictMath.sqrt(tx * tx + ty * ty + tz * tz);
            double[] n = outward[i - 1];
            double upX = (ty * n[2] - tz * n[1]) / length;
            double upY = (tz * n[0] - tx * n[2]) / length;
            double volume = length * wall * StrictMath.PI * (tall + thin) / AROUND;
            int steps = 1 + (int) (length / PIXEL);
            for (int step = 0; step < steps; step++) {
                double t = (step + 0.5) / steps;
                for (int k = 0; k < AROUND; k++) {
                    int angle = 2 * k + (step & 1);
                    double a = tall * COSINES[angle];
                    double b = thin * SINES[angle];
                    add(p[0] + t * tx + a * upX + b * n[0], p[1] + t * ty + a * upY + b * n[1], volume / steps);
                }
            }
        }
    }

    /** Spreads a volume over the four nearest pixels; outside the plane it is lost. */
    private void add(double x, double y, double volume) {
        double column = (x + EXTENT) / PIXEL - 0.5;
        double row = (y + EXTENT) / PIXEL - 0.5;
        int c = (int) StrictMath.floor(column);
        int r = (int) StrictMath.floor(row);
        if (c < 0 || r < 0 || c >= SIDE - 1 || r >= SIDE - 1) {
            return;
        }
        double fx = column - c;
        double fy = row - r;
        double height = volume / (PIXEL * PIXEL);
        int at = r * SIDE + c;
        values[at] += (float) (height * (1 - fx) * (1 - fy));
        values[at + 1] += (float) (height * fx * (1 - fy));
        values[at + SIDE] += (float) (height * (1 - fx) * fy);
        values[at + SIDE + 1] += (float) (height * fx * fy);
    }

    /** Approximately Gaussian blur (three box filters a side), standard deviation in body units. */
    void blur(double sigma) {
        int radius = (int) StrictMath.round(sigma / PIXEL);
        for (int pass = 0; pass < 3 && radius > 0; pass++) {
            for (int line = 0; line < SIDE; line++) {
                box(line * SIDE, 1, radius);
            }
            for (int line = 0; line < SIDE; line++) {
                box(line, SIDE, radius);
            }
        }
    }

    private void box(int start, int stride, int radius) {
        float[] line = new float[SIDE];
        for (int i = 0; i < SIDE; i++) {
            line[i] = values[start + i * stride];
        }
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            sum += line[clamp(i)];
        }
        for (int i = 0; i < SIDE; i++) {
            values[start + i * stride] = (float) (sum / (2 * radius + 1));
            sum += line[clamp(i + radius + 1)] - line[clamp(i - radius)];
        }
    }

    /** Linear interpolation at a body coordinate. */
    double at(double x, double y) {
        double column = StrictMath.max(0, StrictMath.min(SIDE - 1.001, (x + EXTENT) / PIXEL - 0.5));
        double row = StrictMath.max(0, StrictMath.min(SIDE - 1.001, (y + EXTENT) / PIXEL - 0.5));
        int c = (int) column;
        int r = (int) row;
        double fx = column - c;
        double fy = row - r;
        int at = r * SIDE + c;
        return (1 - fy) * ((1 - fx) * values[at] + fx * values[at + 1])
                + fy * ((1 - fx) * values[at + SIDE] + fx * values[at + SIDE + 1]);
    }

    /** Index of the pixel that holds a body coordinate; the border's where it lies outside. */
    static int nearest(double x, double y) {
        return clamp((int) StrictMath.floor((y + EXTENT) / PIXEL)) * SIDE
                + clamp((int) StrictMath.floor((x + EXTENT) / PIXEL));
    }

    private static int clamp(int index) {
        return StrictMath.max(0, StrictMath.min(SIDE - 1, index));
    }
}
