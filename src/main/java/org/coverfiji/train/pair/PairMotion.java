package org.coverfiji.train.pair;

import java.util.Arrays;

import org.coverfiji.train.view.AffineMotion;
import org.coverfiji.train.view.ViewRandom;

/**
 * The motion of a pair of images: rotation, then scale, then shear, then translation, about the patch's centre, as one
 * matrix. Rotation, scale and shear act in physical space.
 */
final class PairMotion {

    private PairMotion() {
    }

    /** @param spacing voxel size in array order */
    static AffineMotion draw(PairConfiguration configuration, int[] patch, double[] spacing, ViewRandom random) {
        int dimensions = patch.length;
        double[][] matrix = AffineMotion.identity(dimensions);
        double angle = Math.toRadians(configuration.rotation());
        for (int i = 0; i < dimensions; i++) {
            for (int j = i + 1; j < dimensions; j++) {
                double turned = 0;
                for (int turn = 0; turn < configuration.turns(); turn++) {
                    turned += random.symmetric(angle);
                }
                matrix = AffineMotion.product(AffineMotion.rotation(dimensions, i, j, turned), matrix);
            }
        }
        double[][] scale = AffineMotion.identity(dimensions);
        double[][] shear = AffineMotion.identity(dimensions);
        double slant = Math.toRadians(configuration.shear());
        for (int i = 0; i < dimensions; i++) {
            scale[i][i] = 1 + random.symmetric(configuration.scale());
            for (int j = 0; j < dimensions; j++) {
                shear[i][j] = i == j ? 1 : StrictMath.tan(random.symmetric(slant));
            }
        }
        matrix = AffineMotion.toVoxels(AffineMotion.product(shear, AffineMotion.product(scale, matrix)), spacing);
        double[] translation = new double[dimensions];
        Arrays.setAll(translation, axis -> random.symmetric(configuration.translation() * patch[axis]));
        // An elastic field has the programs' slips itself, and their affine map before it has none.
        if (configuration.isPublished() && configuration.elasticity() == 0) {
            slip(patch, matrix, translation);
        }
        return new AffineMotion(patch, matrix, translation);
    }

    /** See {@link PairConfiguration#published()}: x s / (s − 1) − ½ for x about a centre at s / 2, rounded down. */
    private static void slip(int[] patch, double[][] matrix, double[] translation) {
        for (int axis = 0; axis < patch.length; axis++) {
            double ratio = patch[axis] / (patch[axis] - 1.0);
            for (int other = 0; other < patch.length; other++) {
                matrix[axis][other] *= ratio;
            }
            translation[axis] = ratio * (translation[axis] + (patch[axis] % 2 == 0 ? 0.5 : 0));
        }
    }
}
