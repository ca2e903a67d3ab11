package org.coverfiji.train.view;

/**
 * The displacement field of one view pair, ψ(p) = A(p − c) + t + c − p with the patch's centre c = (size − 1) / 2, in
 * voxels and array order. It is affine in p, so along a row only a start and a slope per axis are needed. StrictMath
 * makes it the same on every machine.
 */
public final class AffineMotion {

    /** Full draws before the motion is shrunk, and halvings before it is given up. */
    private static final int TRIES = 8;
    private static final int HALVINGS = 6;

    /** The least part of the patch where F must show what M shows. */
    static final double MINIMUM_COVERAGE = 0.1;

    /** A plane of the patch that is longer than so many times its width is turned and sheared less. */
    private static final double LONG = 2;

    /** Stands for "greater than 0" in pixels. */
    private static final double ABOVE_ZERO = 1e-9;

    private final int[] patch;

    /** A − 1, so that the identity gives ψ = 0 without rounding. */
    private final double[][] gradient;
    private final double[] translation;

    /**
     * @param patch patch size in array order
     * @param matrix A, in voxels
     * @param translation t, in voxels
     */
    public AffineMotion(int[] patch, double[][] matrix, double[] translation) {
        this.patch = patch;
        this.translation = translation;
        gradient = new double[patch.length][];
        for (int axis = 0; axis < patch.length; axis++) {
            gradient[axis] = matrix[axis].clone();
            gradient[axis][axis] -= 1;
        }
    }

    /**
     * A motion within the configuration's ranges that keeps at least a tenth of the patch in view: drawn again while it
     * does not, then with ever smaller ranges, in the end none at all.
     *
     * @param spacing voxel size in array order; rotation, scale and shear act in physical space. A patch that is flat
     *        there, such as a few thick slices, is turned and sheared the less out of its plane the flatter it is, so
     *        that its far ends stay in it: by full ranges up to a ratio of 2, beyond that in proportion
     */
    public static AffineMotion draw(ViewConfiguration configuration, double[] spacing, ViewRandom random) {
        double degree = configuration.motion();
        for (int attempt = 0; attempt < TRIES + HALVINGS; attempt++) {
            AffineMotion motion = drawOnce(configuration, degree, spacing, random);
            if (motion.coverage() >= MINIMUM_COVERAGE) {
                return motion;
            }
            if (attempt >= TRIES - 1) {
                degree /= 2;
            }
        }
        return drawOnce(configuration, 0, spacing, random);
    }

    private static AffineMotion drawOnce(ViewConfiguration configuration, double degree, double[] spacing,
            ViewRandom random) {
        int[] patch = configuration.patch();
        int dimensions = patch.length;
        double[][] matrix = identity(dimensions);
        double angle = Math.toRadians(configuration.rotationDegrees()) * degree;
        double shear = Math.toRadians(configuration.shearDegrees()) * degree;
        for (int i = 0; i < dimensions; i++) {
            for (int j = i + 1; j < dimensions; j++) {
                double range = angle * share(patch, spacing, i, j);
                matrix = product(matrix, rotation(dimensions, i, j, random.symmetric(range)));
            }
        }
        double[][] stretch = identity(dimensions);
        for (int i = 0; i < dimensions; i++) {
            stretch[i][i] = 1 + random.symmetric(configuration.scale() * degree);
            for (int j = i + 1; j < dimensions; j++) {
                stretch[i][j] = StrictMath.tan(random.symmetric(shear * share(patch, spacing, i, j)));
            }
        }
        matrix = toVoxels(product(matrix, stretch), spacing);
        double[] translation = new double[dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            translation[axis] = random.symmetric(configuration.translation() * degree * patch[axis]);
        }
        return new AffineMotion(patch, matrix, translation);
    }

    /** The part of the ranges by which a plane of the patch is turned and sheared. */
    private static double share(int[] patch, double[] spacing, int i, int j) {
        double a = patch[i] * spacing[i];
        double b = patch[j] * spacing[j];
        return Math.min(1, LONG * Math.min(a, b) / Math.max(a, b));
    }

    /**
     * The motion that shows what this one shows, mirrored about the patch's centre: A · R with R = −1 on the mirrored
     * axes.
     *
     * @param axes which axes are mirrored, array order
     */
    public AffineMotion mirrored(boolean[] axes) {
        double[][] matrix = new double[patch.length][patch.length];
        for (int i = 0; i < patch.length; i++) {
            for (int j = 0; j < patch.length; j++) {
                double value = gradient[i][j] + (i == j ? 1 : 0);
                matrix[i][j] = axes[j] ? -value : value;
            }
        }
        return new AffineMotion(patch, matrix, translation);
    }

    /** ψ's component along an axis at the start (x = 0) of the row with this (z,) y. */
    public double start(int axis, int[] row) {
        int last = patch.length - 1;
        double sum = translation[axis] - gradient[axis][last] * centre(last);
        for (int other = 0; other < last; other++) {
            sum += gradient[axis][other] * (row[other] - centre(other));
        }
        return sum;
    }

    /** What ψ's component along an axis gains with every step in x. */
    public double slope(int axis) {
        return gradient[axis][patch.length - 1];
    }

    /** What p + ψ(p) gains along an axis with every step in x. */
    public double coordinateSlope(int axis) {
        return slope(axis) + (axis == patch.length - 1 ? 1 : 0);
    }

    /** The part of the patch where p + ψ(p) lies in the patch, to within the rounding of single pixels. */
    double coverage() {
        int width = patch[patch.length - 1];
        double[] inverse = new double[patch.length];
        for (int axis = 0; axis < patch.length; axis++) {
            inverse[axis] = 1 / coordinateSlope(axis);
        }
        int[] row = new int[patch.length - 1];
        RowInterval inside = new RowInterval();
        long covered = 0;
        long pixels = 0;
        do {
            inside.reset(width);
            for (int axis = 0; axis < patch.length; axis++) {
                double start = start(axis, row) + (axis < row.length ? row[axis] : 0);
                inside.clip(start, coordinateSlope(axis), inverse[axis], ABOVE_ZERO, patch[axis] - 1);
            }
            covered += inside.length();
            pixels += width;
        } while (Rows.next(row, patch));
        return (double) covered / pixels;
    }

    private double centre(int axis) {
        return (patch[axis] - 1) / 2.0;
    }

    public static double[][] identity(int dimensions) {
        double[][] matrix = new double[dimensions][dimensions];
        for (int axis = 0; axis < dimensions; axis++) {
            matrix[axis][axis] = 1;
        }
        return matrix;
    }

    public static double[][] rotation(int dimensions, int i, int j, double radians) {
        double[][] matrix = identity(dimensions);
        matrix[i][i] = StrictMath.cos(radians);
        matrix[j][j] = StrictMath.cos(radians);
        matrix[i][j] = -StrictMath.sin(radians);
        matrix[j][i] = StrictMath.sin(radians);
        return matrix;
    }

    /** The same linear map seen in voxels: S⁻¹ · physical · S with S the voxel size on the diagonal. */
    public static double[][] toVoxels(double[][] physical, double[] spacing) {
        double[][] voxels = new double[spacing.length][spacing.length];
        for (int i = 0; i < spacing.length; i++) {
            for (int j = 0; j < spacing.length; j++) {
                voxels[i][j] = physical[i][j] * (spacing[j] / spacing[i]);
            }
        }
        return voxels;
    }

    public static double[][] product(double[][] a, double[][] b) {
        double[][] result = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                for (int k = 0; k < a.length; k++) {
                    result[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return result;
    }
}
