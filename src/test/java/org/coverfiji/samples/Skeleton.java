package org.coverfiji.samples;

/** The bones of one chest, projected: ribs, clavicles, shoulder blades, arms and spine. */
final class Skeleton {

    private static final int POINTS = 90;
    private static final double SPONGY = 0.11;

    private final Thorax thorax;
    private final Draw draw;
    private final Projection bone = new Projection();

    private Skeleton(Thorax thorax, Draw draw) {
        this.thorax = thorax;
        this.draw = draw;
    }

    /** Path lengths through bone. */
    static Projection project(Thorax thorax, Draw draw) {
        Skeleton skeleton = new Skeleton(thorax, draw);
        skeleton.ribs();
        skeleton.shoulders();
        skeleton.spine();
        return skeleton.bone;
    }

    private void ribs() {
        int pairs = 9 + draw.below(2);
        double spacing = (thorax.lungHeight + 0.12) / (pairs + 0.3);
        double steepness = draw.between(0.75, 1.3);
        double rise = draw.between(0.0, 0.09);
        double tall = draw.between(0.034, 0.043);
        double wall = draw.between(0.008, 0.013);
        for (int pair = 0; pair < pairs; pair++) {
            double start = thorax.apex - 0.06 + pair * spacing + 0.006 * draw.gaussian();
            double drop = steepness * StrictMath.min(0.62, 0.24 + 0.07 * pair);
            double end = 2.65 - 0.07 * pair;
            for (int side = -1; side <= 1; side += 2) {
                rib(side, start, drop + 0.01 * draw.gaussian(), pair == 0 ? 0 : rise, end, tall, wall);
            }
        }
    }

    /** From the spine (angle 0) around the flank (π/2) to the end of the bony part in front. */
    private void rib(int side, double start, double drop, double rise, double end, double tall, double wall) {
        double[][] path = new double[POINTS][];
        double[][] outward = new double[POINTS][];
        for (int i = 0; i < POINTS; i++) {
            double angle = 0.1 + (end - 0.1) * i / (POINTS - 1);
            double sine = StrictMath.sin(angle);
            double cosine = StrictMath.cos(angle);
            double y = start + drop * (1 - cosine) / 2 - rise * StrictMath.sin(2 * angle);
            double x = side * (thorax.lungOuter(side, y) + 0.015) * sine + thorax.midline(y) * (1 - sine);
            double z = -thorax.cageDepth(y) * cosine;
            path[i] = turned(x, y, z);
            outward[i] = new double[] {side * sine, 0, -cosine};
        }
        bone.hollowTube(path, outward, tall, 0.45 * tall, wall);
    }

    private void shoulders() {
        double medial = thorax.apex + draw.between(0.2, 0.36);
        double lateral = thorax.apex - draw.between(-0.04, 0.14);
        double bend = draw.between(0.02, 0.07);
        double radius = draw.between(0.036, 0.048);
        double blade = draw.between(-0.08, 0.08);
        double arm = draw.between(0.1, 0.4);
        for (int side = -1; side <= 1; side += 2) {
            double tilt = 0.03 * draw.gaussian();
            curve(side, 0.11, medial, 1.12, lateral + tilt, bend, radius, 0.014);
            double out = 1.16 + blade;
            double top = lateral + 0.08 + tilt;
            curve(side, 0.82, top + 0.1, out + 0.2, top - 0.02, 0.02, 0.028, 0.008);
            curve(side, out + 0.02, top + 0.2, out - 0.1, top + 0.95, 0.01, 0.024, 0.01);
            curve(side, 0.8 + blade, top + 0.14, out - 0.12, top + 0.93, 0.03, 0.014, 0.005);
            curve(side, out + 0.2, top + 0.15, out + 0.22 + arm, top + 1.5, 0.01, 0.09, 0.02);
            bone.solidTube(new double[][] {{side * (out + 0.17), top + 0.1}, {side * (out + 0.21), top + 0.17}},
                    0.14, 0.14, SPONGY);
        }
    }

    private void curve(int side, double x0, double y0, double x1, double y1, double bend, double radius,
            double wall) {
        double[][] path = new double[POINTS][];
        double[][] outward = new double[POINTS][];
        for (int i = 0; i < POINTS; i++) {
            double t = i / (POINTS - 1.0);
            double y = y0 + (y1 - y0) * t - bend * StrictMath.sin(2 * StrictMath.PI * t);
            path[i] = turned(side * (x0 + (x1 - x0) * t), y, 0.4 - 0.4 * t);
            outward[i] = new double[] {0, 0, 1};
        }
        bone.hollowTube(path, outward, radius, radius, wall);
    }

    /** Vertebral bodies with their end plates, pedicles and spinous processes. */
    private void spine() {
        double step = draw.between(0.145, 0.175);
        double half = draw.between(0.085, 0.105);
        double offset = draw.between(0, step);
        for (double y = -Projection.EXTENT + offset; y < Projection.EXTENT; y += step) {
            double width = half * (1 + 0.1 * y);
            double[] p = turned(thorax.midline(y), y, -0.45);
            double x = p[0];
            double tall = 0.37 * step;
            bone.solidTube(new double[][] {{x, y - tall}, {x, y + tall}}, width, width, SPONGY);
            for (int plate = -1; plate <= 1; plate += 2) {
                double edge = y + plate * tall;
                bone.solidTube(new double[][] {{x - width, edge}, {x + width, edge}}, 0.013, 0.013, 0.35);
                double pedicle = x + plate * 0.6 * width;
                bone.solidTube(new double[][] {{pedicle, y - 0.035}, {pedicle, y + 0.01}}, 0.02, 0.02, 0.4);
            }
            double tip = turned(thorax.midline(y), y, -0.7)[0];
            bone.solidTube(new double[][] {{tip, y + 0.02}, {tip, y + 0.07}}, 0.017, 0.012, 0.6);
        }
    }

    /** A patient is never quite square to the detector: rotation about the body's long axis. */
    private double[] turned(double x, double y, double z) {
        double sine = StrictMath.sin(thorax.turn);
        double cosine = StrictMath.cos(thorax.turn);
        return new double[] {x * cosine + z * sine, y, z * cosine - x * sine};
    }
}
