package org.coverfiji.samples;

import java.util.Arrays;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;

/**
 * A synthetic chest radiograph. Soft tissue, air and bone of a randomly drawn anatomy are projected along parallel
 * rays, attenuated by exp(−∫µ), fogged by scatter, blurred by the detector, and shown on a logarithmic scale with
 * noise that follows the square root of the dose. No patient's image went into it.
 */
final class ChestPhantom {

    static final int LUNGS = 1;
    static final int HEART = 2;

    private static final double SOFT = 2.0;
    private static final double LUNG = 0.3;
    private static final double BONE = 8;
    private static final double[][][] LETTER_L = {{{0, 0}, {0, 1}}, {{0, 1}, {0.55, 1}}};
    private static final double[][][] LETTER_R = {{{0, 0}, {0, 1}}, {{0, 0}, {0.5, 0.05}}, {{0.5, 0.05}, {0.5, 0.45}},
            {{0.5, 0.45}, {0, 0.5}}, {{0.1, 0.5}, {0.6, 1}}};

    private final int width;
    private final int height;
    private final float[] picture;
    private final byte[] labels;
    private final double unitsPerPixel;

    ChestPhantom(long seed, int width, int height) {
        this.width = width;
        this.height = height;
        picture = new float[width * height];
        labels = new byte[width * height];
        Draw draw = new Draw(seed);
        Thorax thorax = new Thorax(draw.split());
        byte[] organs = new byte[Projection.SIDE * Projection.SIDE];
        Projection transmission = attenuate(thorax, organs, draw.split());
        unitsPerPixel = expose(transmission, organs, draw.split());
        Slivers.clear(labels, width, LUNGS, width * height / 200);
        develop(draw.split());
    }

    /** Transmitted fraction of the rays, scatter included; fills the label plane. */
    private static Projection attenuate(Thorax thorax, byte[] organs, Draw draw) {
        Projection bone = Skeleton.project(thorax, draw.split());
        Projection vessels = LungVessels.project(thorax, draw.split());
        Projection airway = airway(thorax, draw.split());
        Draw habitus = draw.split();
        double liver = habitus.between(0.0, 0.3);
        double[] breast = habitus.chance(0.4)
                ? new double[] {habitus.between(0.5, 0.62), habitus.between(0.05, 0.3), habitus.between(0.3, 0.42),
                    habitus.between(0.15, 0.4)} : null;
        double[] bubble = {habitus.between(0.35, 0.6), habitus.between(0.1, 0.22), habitus.between(0.08, 0.2),
            habitus.between(0.05, 0.1), habitus.chance(0.6) ? 0.3 : 0};
        Projection rays = new Projection();
        for (int row = 0; row < Projection.SIDE; row++) {
            double y = Projection.coordinate(row);
            double[] outer = {thorax.lungOuter(-1, y), thorax.lungOuter(1, y)};
            double[] inner = {thorax.lungInner(-1, y), thorax.lungInner(1, y)};
            double belly = thorax.belly(y);
            for (int column = 0; column < Projection.SIDE; column++) {
                double x = Projection.coordinate(column);
                int side = x < 0 ? -1 : 1;
                double distance = StrictMath.abs(x);
                int which = (side + 1) / 2;
                int at = row * Projection.SIDE + column;
                double body = thorax.bodyDepth(x, y);
                double heart = thorax.heartDepth(x, y);
                double lung = thorax.lungDepth(side, distance, y, outer[which], inner[which]);
                double air = StrictMath.max(0, StrictMath.min(lung, 0.97 * body) - 0.85 * heart);
                double filled = air <= 0 ? 0 : StrictMath.min(1.8 * vessels.values[at], 0.6 * air);
                double soft = body - air + filled;
                double gas = StrictMath.min(0.3 * body, airway.values[at]);
                double attenuation = SOFT * (soft - gas) + LUNG * (air - filled) + BONE * bone.values[at]
                        + 0.35 * heart + liver * belly;
                if (breast != null) {
                    attenuation += breast[3] * cap(distance - breast[0], y - breast[1], breast[2], 0.9 * breast[2]);
                }
                double below = y - thorax.dome(1, bubble[0]) - bubble[1];
                attenuation -= bubble[4] * cap(x - bubble[0], below, bubble[2], bubble[3]);
                rays.values[at] = (float) StrictMath.exp(-StrictMath.max(0, attenuation));
                organs[at] = (byte) (heart > 0 ? HEART
                        : thorax.inLung(side, distance, y, outer[which], inner[which]) ? LUNGS : 0);
            }
        }
        addScatter(rays, habitus.between(0.15, 0.35));
        return rays;
    }

    private static double cap(double dx, double dy, double radiusX, double radiusY) {
        double inside = 1 - dx * dx / (radiusX * radiusX) - dy * dy / (radiusY * radiusY);
        return inside <= 0 ? 0 : StrictMath.sqrt(inside);
    }

    /** Windpipe and main bronchi. */
    private static Projection airway(Thorax thorax, Draw draw) {
        Projection air = new Projection();
        double carina = thorax.apex + draw.between(0.5, 0.65);
        double radius = draw.between(0.05, 0.065);
        double[][] windpipe = new double[20][];
        for (int i = 0; i < windpipe.length; i++) {
            double y = -Projection.EXTENT + (carina + Projection.EXTENT) * i / (windpipe.length - 1);
            windpipe[i] = new double[] {thorax.midline(y) + 0.3 * thorax.turn, y};
        }
        air.solidTube(windpipe, radius, radius, 1);
        double[] fork = windpipe[windpipe.length - 1];
        air.solidTube(new double[][] {fork, {fork[0] - 0.17, carina + 0.2}}, 0.8 * radius, 0.6 * radius, 1);
        air.solidTube(new double[][] {fork, {fork[0] + 0.24, carina + 0.17}}, 0.7 * radius, 0.5 * radius, 1);
        return air;
    }

    private static void addScatter(Projection rays, double fraction) {
        Projection fog = new Projection();
        System.arraycopy(rays.values, 0, fog.values, 0, fog.values.length);
        fog.blur(0.16);
        for (int i = 0; i < fog.values.length; i++) {
            rays.values[i] += (float) (fraction * fog.values[i]);
        }
    }

    /** Samples the plane at the picture's pixels: pose of the patient, a gentle warp, detector blur. */
    private double expose(Projection rays, byte[] organs, Draw draw) {
        double pixel = draw.between(2.25, 2.65) / StrictMath.min(width, height);
        double angle = draw.between(-0.09, 0.09);
        double cosine = pixel * StrictMath.cos(angle);
        double sine = pixel * StrictMath.sin(angle);
        double shiftX = draw.between(-0.09, 0.09);
        double shiftY = draw.between(-0.3, -0.12);
        double[] wave = new double[8];
        for (int i = 0; i < wave.length; i += 2) {
            wave[i] = draw.between(-0.02, 0.02);
            wave[i + 1] = draw.between(0, 6);
        }
        rays.blur(draw.between(0.35, 0.6) * pixel);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double across = column - (width - 1) / 2.0;
                double down = row - (height - 1) / 2.0;
                double x0 = cosine * across - sine * down + shiftX;
                double y0 = sine * across + cosine * down + shiftY;
                double x = x0 + wave[0] * StrictMath.sin(2.2 * y0 + wave[1])
                        + wave[2] * StrictMath.sin(3.7 * x0 + wave[3]);
                double y = y0 + wave[4] * StrictMath.sin(2.2 * x0 + wave[5])
                        + wave[6] * StrictMath.sin(3.7 * y0 + wave[7]);
                picture[row * width + column] = (float) rays.at(x, y);
                labels[row * width + column] = organs[Projection.nearest(x, y)];
            }
        }
        return pixel;
    }

    /** Noise, logarithm, window and gamma: every machine shows its pictures a little differently. */
    private void develop(Draw draw) {
        double dose = draw.between(3000, 20000);
        for (int i = 0; i < picture.length; i++) {
            double noisy = picture[i] + StrictMath.sqrt(picture[i] / dose) * draw.gaussian();
            picture[i] = (float) -StrictMath.log(StrictMath.max(0.01, noisy));
        }
        float[] sorted = picture.clone();
        Arrays.sort(sorted);
        double low = sorted[(int) (draw.between(0.001, 0.06) * sorted.length)];
        double high = sorted[(int) (draw.between(0.975, 0.999) * (sorted.length - 1))];
        double black = draw.between(0.0, 0.16);
        double white = draw.between(0.75, 1.0);
        double gamma = draw.between(0.9, 1.8);
        for (int i = 0; i < picture.length; i++) {
            double t = StrictMath.max(0, StrictMath.min(1.08, (picture[i] - low) / (high - low)));
            picture[i] = (float) StrictMath.min(1, black + (white - black) * StrictMath.pow(t, gamma));
        }
        if (draw.chance(0.4)) {
            boolean left = draw.chance(0.5);
            double size = draw.between(0.05, 0.08) * height;
            double x = left ? width - draw.between(0.06, 0.12) * width - 0.6 * size : draw.between(0.06, 0.12) * width;
            mark(left ? LETTER_L : LETTER_R, x, draw.between(0.04, 0.1) * height, size);
        }
    }

    /** The lead letter that tells the patient's sides apart. */
    private void mark(double[][][] letter, double x, double y, double size) {
        double half = 0.09 * size + 0.3;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double cover = 0;
                for (double[][] stroke : letter) {
                    double away = distance((column - x) / size, (row - y) / size, stroke) * size;
                    cover = StrictMath.max(cover, StrictMath.min(1, half + 0.5 - away));
                }
                int at = row * width + column;
                picture[at] += (float) (cover * (0.97 - picture[at]));
            }
        }
    }

    private static double distance(double x, double y, double[][] stroke) {
        double dx = stroke[1][0] - stroke[0][0];
        double dy = stroke[1][1] - stroke[0][1];
        double t = ((x - stroke[0][0]) * dx + (y - stroke[0][1]) * dy) / (dx * dx + dy * dy);
        t = StrictMath.max(0, StrictMath.min(1, t));
        double ex = x - stroke[0][0] - t * dx;
        double ey = y - stroke[0][1] - t * dy;
        return StrictMath.sqrt(ex * ex + ey * ey);
    }

    /** 8 bits, as exported for viewing. */
    ImagePlus image8(String title) {
        ByteProcessor pixels = new ByteProcessor(width, height);
        for (int i = 0; i < picture.length; i++) {
            pixels.set(i, (int) StrictMath.round(255.0 * picture[i]));
        }
        return new ImagePlus(title, pixels);
    }

    /** 16 bits (12 of them used, as detectors do), with the detector's pixel size. */
    ImagePlus image16(String title) {
        ShortProcessor pixels = new ShortProcessor(width, height);
        for (int i = 0; i < picture.length; i++) {
            pixels.set(i, (int) StrictMath.round(4095.0 * picture[i]));
        }
        pixels.setMinAndMax(0, 4095);
        ImagePlus image = new ImagePlus(title, pixels);
        Calibration calibration = new Calibration();
        calibration.pixelWidth = StrictMath.round(1400 * unitsPerPixel) / 10.0;
        calibration.pixelHeight = calibration.pixelWidth;
        calibration.setUnit("mm");
        image.setCalibration(calibration);
        return image;
    }

    /** Labels: 0 background, {@link #LUNGS}, {@link #HEART}. */
    ImagePlus labelImage(String title) {
        return new ImagePlus(title, new ByteProcessor(width, height, labels.clone()));
    }
}
