package org.coverfiji.samples;

/** Branching vessels that fan out from both hila; cut to the lungs by whoever adds them up. */
final class LungVessels {

    private static final int STEPS = 6;

    private final Draw draw;
    private final Projection blood = new Projection();

    private LungVessels(Draw draw) {
        this.draw = draw;
    }

    /** Path lengths through blood. */
    static Projection project(Thorax thorax, Draw draw) {
        LungVessels vessels = new LungVessels(draw);
        double prominence = draw.between(0.75, 1.25);
        for (int side = -1; side <= 1; side += 2) {
            double y = thorax.apex + 0.8 + (side < 0 ? 0.04 : -0.03);
            double x = side * draw.between(0.2, 0.26);
            for (int trunk = 0; trunk < 7; trunk++) {
                double up = -1.35 + 0.45 * trunk + 0.12 * draw.gaussian();
                vessels.branch(x, y + 0.04 * draw.gaussian(), side, up, 0.038 * prominence, 0.3, 5);
            }
        }
        return vessels.blood;
    }

    /** One vessel and its twigs; {@code angle} is measured from the horizontal, positive downwards. */
    private void branch(double x, double y, int side, double angle, double radius, double length, int order) {
        double[][] path = new double[STEPS + 1][];
        path[0] = new double[] {x, y};
        double heading = angle;
        for (int i = 1; i <= STEPS; i++) {
            heading += 0.09 * draw.gaussian();
            path[i] = new double[] {path[i - 1][0] + side * length / STEPS * StrictMath.cos(heading),
                path[i - 1][1] + length / STEPS * StrictMath.sin(heading)};
        }
        blood.solidTube(path, radius, 0.75 * radius, 1);
        if (order > 1) {
            double[] end = path[STEPS];
            double spread = draw.between(0.25, 0.5);
            for (int twig = -1; twig <= 1; twig += 2) {
                branch(end[0], end[1], side, heading + twig * spread, radius * draw.between(0.58, 0.72),
                        length * draw.between(0.65, 0.9), order - 1);
            }
        }
    }
}
