package org.coverfiji.samples;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;

/**
 * A small synthetic volume of the upper abdomen, seen as a tomograph shows it: transverse slices from above to below,
 * the patient's right on the image's left, the back at the bottom. Liver, kidneys and spleen differ in size, place
 * and tilt from one to the next. No patient's image went into it.
 */
final class AbdomenPhantom {

    static final int LIVER = 1;
    static final int KIDNEYS = 2;
    static final int SPLEEN = 3;

    private static final int WIDTH = 48;
    private static final int HEIGHT = 48;
    private static final int DEPTH = 40;
    private static final int FINE = 2;

    private final double pixel;
    private final double slice;
    private final byte[] grey = new byte[DEPTH * HEIGHT * WIDTH];
    private final byte[] labels = new byte[grey.length];

    private final Ellipsoid body;
    private final Ellipsoid cavity;
    private final Ellipsoid[] organs;
    private final int[] organLabels = {LIVER, LIVER, KIDNEYS, KIDNEYS, SPLEEN};
    private final Ellipsoid stomach;
    private final double[] hilum = new double[6];
    private final double spineX;
    private final double spineY;
    private final double[] brightness;

    AbdomenPhantom(long seed) {
        Draw draw = new Draw(seed);
        Draw pose = draw.split();
        pixel = 5.0 + 0.5 * pose.below(3);
        slice = 6.0 + pose.below(3);
        double size = pose.between(0.88, 1.08);
        double x = pose.between(-6, 6);
        double y = pose.between(-6, 6);
        double z = pose.between(-12, 12);
        double fat = pose.between(7, 18);
        double roundness = pose.between(0.7, 0.85);
        double half = 112 * size;
        double lean = pose.between(-0.12, 0.12);
        double[] upright = {lean, 0, 0};
        body = new Ellipsoid(new double[] {x, y, z}, new double[] {half, roundness * half, 420}, upright, 0.03,
                draw.split());
        cavity = new Ellipsoid(new double[] {x, y - 2, z}, new double[] {half - fat, roundness * half - fat, 400},
                upright, 0.03, draw.split());
        double deep = roundness * half;
        organs = new Ellipsoid[] {
            organ(pose, draw, x - 0.45 * half, y - 0.12 * deep, z - 38, 46 * size, 52 * size, 68 * size, 0.25, 0.1),
            organ(pose, draw, x - 0.02 * half, y - 0.5 * deep, z - 52, 52 * size, 24 * size, 38 * size, 0.25, 0.1),
            kidney(pose, draw, -1, x - 0.42 * half, y + 0.5 * deep, z + 44, size),
            kidney(pose, draw, 1, x + 0.43 * half, y + 0.5 * deep, z + 32, size),
            organ(pose, draw, x + 0.66 * half, y + 0.22 * deep, z - 36, 17 * size, 31 * size, 42 * size, 0.3, 0.1)};
        stomach = organ(pose, draw, x + 0.34 * half, y - 0.32 * deep, z - 22, 32 * size, 25 * size, 42 * size, 0.3,
                0.12);
        spineX = x;
        spineY = y + 0.52 * deep;
        brightness = tissues(pose);
        scan(draw.split());
    }

    private static Ellipsoid organ(Draw pose, Draw draw, double x, double y, double z, double rx, double ry, double rz,
            double tilt, double unevenness) {
        double[] centre = {x + pose.between(-5, 5), y + pose.between(-4, 4), z + pose.between(-10, 10)};
        double[] radii = {rx * pose.between(0.85, 1.15), ry * pose.between(0.85, 1.15), rz * pose.between(0.85, 1.15)};
        double[] tilts = {pose.between(-tilt, tilt), pose.between(-tilt, tilt), pose.between(-tilt, tilt)};
        return new Ellipsoid(centre, radii, tilts, unevenness, draw.split());
    }

    /** Also notes where the vessels enter, towards the midline and the front. */
    private Ellipsoid kidney(Draw pose, Draw draw, int side, double x, double y, double z, double size) {
        double[] centre = {x + pose.between(-4, 4), y + pose.between(-4, 4), z + pose.between(-14, 14)};
        double length = 54 * size * pose.between(0.85, 1.15);
        double[] radii = {25 * size * pose.between(0.9, 1.1), 22 * size * pose.between(0.9, 1.1), length};
        int at = side < 0 ? 0 : 3;
        hilum[at] = centre[0] - side * 0.9 * radii[0];
        hilum[at + 1] = centre[1] - 0.45 * radii[1];
        hilum[at + 2] = centre[2];
        double[] tilts = {side * pose.between(-0.5, -0.1), side * pose.between(-0.25, -0.05), pose.between(-0.2, 0.2)};
        return new Ellipsoid(centre, radii, tilts, 0.05, draw.split());
    }

    /** Grey values 0–1: background, fat, muscle and bowel, liver, kidney cortex, spleen, bone, vessels, stomach. */
    private static double[] tissues(Draw draw) {
        double gain = draw.between(0.8, 1.03);
        double[] usual = {0.03, 0.2, 0.4, 0.56, 0.88, 0.68, 0.92, 0.74, 0.32};
        for (int i = 1; i < usual.length; i++) {
            usual[i] = gain * (usual[i] + draw.between(-0.025, 0.025));
        }
        return usual;
    }

    /** Averages a finer grid (partial volume), then adds bias field and noise. */
    private void scan(Draw draw) {
        SmoothNoise texture = new SmoothNoise(draw.split());
        SmoothNoise bowel = new SmoothNoise(draw.split());
        SmoothNoise bias = new SmoothNoise(draw.split());
        double strength = draw.between(0.08, 0.22);
        double noise = draw.between(0.02, 0.05);
        int at = 0;
        for (int k = 0; k < DEPTH; k++) {
            for (int j = 0; j < HEIGHT; j++) {
                for (int i = 0; i < WIDTH; i++, at++) {
                    double x = (i - (WIDTH - 1) / 2.0) * pixel;
                    double y = (j - (HEIGHT - 1) / 2.0) * pixel;
                    double z = (k - (DEPTH - 1) / 2.0) * slice;
                    double sum = 0;
                    for (int sub = 0; sub < FINE * FINE * FINE; sub++) {
                        sum += tissue(x + offset(sub % FINE) * pixel, y + offset(sub / FINE % FINE) * pixel,
                                z + offset(sub / FINE / FINE) * slice, texture, bowel);
                    }
                    double value = sum / (FINE * FINE * FINE) * (1 + strength * bias.at(x / 90, y / 90, z / 90))
                            + noise * draw.gaussian();
                    grey[at] = (byte) StrictMath.round(255 * StrictMath.max(0, StrictMath.min(1, value)));
                    labels[at] = (byte) label(x, y, z);
                }
            }
        }
    }

    private static double offset(int part) {
        return (part + 0.5) / FINE - 0.5;
    }

    private int label(double x, double y, double z) {
        if (cavity.depth(x, y, z) <= 0 || spine(x, y) > 0) {
            return 0;
        }
        for (int i = organs.length - 1; i >= 0; i--) {
            if (organs[i].depth(x, y, z) > 0) {
                return organLabels[i] == KIDNEYS && sinus(x, y, z) ? 0 : organLabels[i];
            }
        }
        return 0;
    }

    /** The fat-filled hollow where a kidney's vessels enter. */
    private boolean sinus(double x, double y, double z) {
        for (int at = 0; at < hilum.length; at += 3) {
            double dx = (x - hilum[at]) / 12;
            double dy = (y - hilum[at + 1]) / 12;
            double dz = (z - hilum[at + 2]) / 20;
            if (dx * dx + dy * dy + dz * dz < 1) {
                return true;
            }
        }
        return false;
    }

    /** Positive inside the vertebral column. */
    private double spine(double x, double y) {
        double dx = (x - spineX) / 21;
        double dy = (y - spineY) / 18;
        return 1 - dx * dx - dy * dy;
    }

    private double tissue(double x, double y, double z, SmoothNoise texture, SmoothNoise bowel) {
        double skin = body.depth(x, y, z);
        if (skin <= 0) {
            return brightness[0];
        }
        double inside = cavity.depth(x, y, z);
        double grain = 0.035 * texture.at(x / 9 + 40, y / 9 + 40, z / 9 + 40);
        if (inside <= 0) {
            return brightness[1] + 0.5 * grain;
        }
        double column = spine(x, y);
        if (column > 0) {
            return column > 0.35 ? 0.85 * brightness[6] + 2 * grain : brightness[6];
        }
        switch (label(x, y, z)) {
            case LIVER:
                return texture.at(x / 16, y / 16, z / 26) > 0.55 ? brightness[7] : brightness[3] + grain;
            case KIDNEYS:
                double core = StrictMath.max(organs[2].depth(x, y, z), organs[3].depth(x, y, z));
                return core > 0.45 ? 0.8 * brightness[4] : brightness[4] + grain;
            case SPLEEN:
                return brightness[5] + grain;
            default:
                return rest(x, y, z, inside, bowel) + grain;
        }
    }

    private double rest(double x, double y, double z, double inside, SmoothNoise bowel) {
        double aortaX = x - spineX - 12;
        double aortaY = y - spineY + 27;
        double veinX = x - spineX + 14;
        if (aortaX * aortaX + aortaY * aortaY < 81 || veinX * veinX + aortaY * aortaY < 100) {
            return brightness[7];
        }
        if (inside < 0.12) {
            return brightness[2];
        }
        if (stomach.depth(x, y, z) > 0) {
            return stomach.depth(x, y, z) < 0.15 ? brightness[2] : brightness[8];
        }
        return bowel.at(x / 22, y / 22, z / 26) > 0 ? brightness[2] : brightness[1];
    }

    ImagePlus image(String title) {
        return stack(title, grey);
    }

    /** Labels: 0 background, {@link #LIVER}, {@link #KIDNEYS}, {@link #SPLEEN}. */
    ImagePlus labelImage(String title) {
        return stack(title, labels);
    }

    private ImagePlus stack(String title, byte[] voxels) {
        ImageStack slices = new ImageStack(WIDTH, HEIGHT);
        for (int k = 0; k < DEPTH; k++) {
            byte[] plane = new byte[WIDTH * HEIGHT];
            System.arraycopy(voxels, k * plane.length, plane, 0, plane.length);
            slices.addSlice(null, plane);
        }
        ImagePlus image = new ImagePlus(title, slices);
        image.setDimensions(1, DEPTH, 1);
        Calibration calibration = new Calibration();
        calibration.pixelWidth = pixel;
        calibration.pixelHeight = pixel;
        calibration.pixelDepth = slice;
        calibration.setUnit("mm");
        image.setCalibration(calibration);
        return image;
    }
}
