package org.coverfiji.samples;

/** A tilted ellipsoid with an uneven surface, in millimetres (x to the image's right, y to the back, z downwards). */
final class Ellipsoid {

    private final double[] centre;
    private final double[] radii;
    private final double[] axes;
    private final SmoothNoise surface;
    private final double unevenness;

    /**
     * @param centre x, y, z
     * @param radii along the body's x, y and z before tilting
     * @param tilts angles about the z, y and x axes
     * @param unevenness how far the surface strays, as a fraction of the radius
     */
    Ellipsoid(double[] centre, double[] radii, double[] tilts, double unevenness, Draw draw) {
        this.centre = centre;
        this.radii = radii;
        this.unevenness = unevenness;
        surface = new SmoothNoise(draw);
        axes = rotation(tilts);
    }

    /** 1 at the centre, 0 on the surface, negative outside. */
    double depth(double x, double y, double z) {
        double sum = 0;
        for (int axis = 0; axis < 3; axis++) {
            double along = axes[3 * axis] * (x - centre[0]) + axes[3 * axis + 1] * (y - centre[1])
                    + axes[3 * axis + 2] * (z - centre[2]);
            sum += along * along / (radii[axis] * radii[axis]);
        }
        return 1 - StrictMath.sqrt(sum) + unevenness * surface.at(x / 18 + 5, y / 18 + 5, z / 18 + 5);
    }

    /** Rows are the ellipsoid's own axes. */
    private static double[] rotation(double[] tilts) {
        double[] result = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        int[][] planes = {{0, 1}, {0, 2}, {1, 2}};
        for (int i = 0; i < planes.length; i++) {
            double cosine = StrictMath.cos(tilts[i]);
            double sine = StrictMath.sin(tilts[i]);
            for (int column = 0; column < 3; column++) {
                int p = 3 * planes[i][0] + column;
                int q = 3 * planes[i][1] + column;
                double first = result[p];
                result[p] = cosine * first + sine * result[q];
                result[q] = cosine * result[q] - sine * first;
            }
        }
        return result;
    }
}
