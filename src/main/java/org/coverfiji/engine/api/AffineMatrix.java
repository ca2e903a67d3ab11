package org.coverfiji.engine.api;

/**
 * The matrix of an affine map from the numbers that a network gives for it, and the way back for gradients.
 *
 * <p>The numbers are angles, scales, translations, shears: 15 in 3D (about x, y, z; along x, y, z twice; xy, xz, yx,
 * yz, zx, zy), 7 in 2D (1, 2, 2, 2). All but the translations are cut to −1 … 1: an angle of 1 is 20°, a scale of 1 is
 * 1.25, a shear of 1 the tangent of 10°. The matrix is shear · diag(scale) · R with R = Rz · Ry · Rx, [d, d + 1]
 * row-major, the translation in its last column. Its rows and columns stand for (x, y(, z)): the last axis of an array
 * comes first.
 */
public final class AffineMatrix {

    private static final double LARGEST_ANGLE = Math.PI / 9;
    private static final double LARGEST_SCALE = 0.25;
    private static final double LARGEST_SHEAR = Math.PI / 18;
    /** Stands for no number: the matrix itself is wanted, not its derivative. */
    private static final int NONE = -1;

    private final int dimensions;
    private final int angles;

    /** @param dimensions 2 or 3 */
    public AffineMatrix(int dimensions) {
        this.dimensions = dimensions;
        angles = dimensions == 2 ? 1 : 3;
    }

    /** How many numbers describe a map: 7 or 15. */
    public int numbers() {
        return angles + 2 * dimensions + dimensions * (dimensions - 1);
    }

    /** The matrix, [d, d + 1]. */
    public double[] of(double[] numbers) {
        double[] matrix = new double[dimensions * (dimensions + 1)];
        double[][] linear = linear(numbers, NONE);
        for (int i = 0; i < dimensions; i++) {
            System.arraycopy(linear[i], 0, matrix, i * (dimensions + 1), dimensions);
            matrix[i * (dimensions + 1) + dimensions] = numbers[translation(i)];
        }
        return matrix;
    }

    /** dL/dnumbers from dL/dmatrix. A number that was cut has no gradient. */
    public double[] gradient(double[] numbers, double[] matrixGradient) {
        double[] gradient = new double[numbers()];
        for (int number = 0; number < gradient.length; number++) {
            double[][] slope = linear(numbers, number);
            for (int i = 0; i < dimensions; i++) {
                for (int j = 0; j < dimensions; j++) {
                    gradient[number] += slope[i][j] * matrixGradient[i * (dimensions + 1) + j];
                }
            }
        }
        for (int i = 0; i < dimensions; i++) {
            gradient[translation(i)] = matrixGradient[i * (dimensions + 1) + dimensions];
        }
        return gradient;
    }

    private int scale(int axis) {
        return angles + axis;
    }

    private int translation(int axis) {
        return angles + dimensions + axis;
    }

    private int shear(int index) {
        return angles + 2 * dimensions + index;
    }

    /** The linear part, or its derivative by one of the numbers. */
    private double[][] linear(double[] numbers, int by) {
        double[][] rotated = rotations(numbers, by);
        double[][] stretch = new double[dimensions][dimensions];
        boolean stretches = by >= scale(0) && by < scale(dimensions);
        for (int axis = 0; axis < dimensions; axis++) {
            if (!stretches) {
                stretch[axis][axis] = 1 + LARGEST_SCALE * cut(numbers[scale(axis)]);
            } else if (by == scale(axis)) {
                stretch[axis][axis] = LARGEST_SCALE * slope(numbers[by]);
            }
        }
        return product(shears(numbers, by), product(stretch, rotated));
    }

    private double[][] shears(double[] numbers, int by) {
        double[][] matrix = new double[dimensions][dimensions];
        int next = shear(0);
        for (int i = 0; i < dimensions; i++) {
            for (int j = 0; j < dimensions; j++) {
                if (i == j) {
                    matrix[i][j] = by >= shear(0) ? 0 : 1;
                } else {
                    double tangent = Math.tan(LARGEST_SHEAR * cut(numbers[next]));
                    double derivative = LARGEST_SHEAR * slope(numbers[next]) * (1 + tangent * tangent);
                    matrix[i][j] = by < shear(0) ? tangent : by == next ? derivative : 0;
                    next++;
                }
            }
        }
        return matrix;
    }

    /** Rz · Ry · Rx, or in 2D the one rotation that takes x towards y. */
    private double[][] rotations(double[] numbers, int by) {
        if (dimensions == 2) {
            return rotation(numbers, 0, 0, 1, by);
        }
        return product(rotation(numbers, 2, 0, 1, by),
                product(rotation(numbers, 1, 2, 0, by), rotation(numbers, 0, 1, 2, by)));
    }

    /** By one of the angles, in the plane of two axes; its derivative where that is the number in question. */
    private double[][] rotation(double[] numbers, int angle, int from, int to, int by) {
        double radians = LARGEST_ANGLE * cut(numbers[angle]);
        double cosine = Math.cos(radians);
        double sine = Math.sin(radians);
        double[][] matrix = new double[dimensions][dimensions];
        if (by == angle) {
            double factor = LARGEST_ANGLE * slope(numbers[angle]);
            matrix[from][from] = -factor * sine;
            matrix[to][to] = -factor * sine;
            matrix[from][to] = -factor * cosine;
            matrix[to][from] = factor * cosine;
        } else {
            for (int axis = 0; axis < dimensions; axis++) {
                matrix[axis][axis] = 1;
            }
            matrix[from][from] = cosine;
            matrix[to][to] = cosine;
            matrix[from][to] = -sine;
            matrix[to][from] = sine;
        }
        return matrix;
    }

    private static double cut(double number) {
        return Math.max(-1, Math.min(1, number));
    }

    private static double slope(double number) {
        return Math.abs(number) <= 1 ? 1 : 0;
    }

    private double[][] product(double[][] a, double[][] b) {
        double[][] result = new double[dimensions][dimensions];
        for (int i = 0; i < dimensions; i++) {
            for (int j = 0; j < dimensions; j++) {
                for (int k = 0; k < dimensions; k++) {
                    result[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return result;
    }
}
