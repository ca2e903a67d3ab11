package org.coverfiji.engine.impl.core;

import org.coverfiji.engine.api.AffineMap;

/** One image moved by an affine map, then by a field, and the way back for gradients. */
final class Registration {

    private final int[] size;
    private final Sampling sampling;
    private final AffineMap map;
    private int channels;
    private SamplePoints affinePoints;
    private SamplePoints fieldPoints;
    /** The image, and what the affine map makes of it, both with a rim. */
    private double[] image;
    private double[] moved;

    Registration(int[] size, boolean published) {
        this.size = size;
        sampling = published ? Sampling.PUBLISHED : Sampling.EXACT;
        map = new AffineMap(size, published);
    }

    /**
     * @param matrix [d, d + 1]; null for none
     * @return the moved image's vectors of all channels, pixel after pixel
     */
    double[] warp(float[] images, int start, int imageChannels, double[] matrix, float[] field, int fieldStart) {
        channels = imageChannels;
        fieldPoints = SamplePoints.displaced(sampling, size, field, fieldStart);
        image = fieldPoints.rimmed(images, start, channels);
        moved = image;
        if (matrix != null) {
            affinePoints = new SamplePoints(size, map.positions(matrix));
            moved = affinePoints.rimmed(affinePoints.read(image, channels), channels);
        }
        return fieldPoints.read(moved, channels);
    }

    /** What the affine map alone made of the image. */
    double[] affine() {
        return fieldPoints.inner(moved, channels);
    }

    /**
     * @param gradient at what {@link #warp} gave
     * @param fieldGradient to which the field's is added from {@code start} on
     * @return the gradient at the matrix; null where there is none
     */
    double[] gradient(double[] gradient, double[] fieldGradient, int start) {
        double[][] slopes = fieldPoints.slopes(moved, channels, gradient);
        for (int axis = 0; axis < size.length; axis++) {
            for (int i = 0; i < slopes[axis].length; i++) {
                fieldGradient[start + axis * slopes[axis].length + i] += slopes[axis][i]
                        * sampling.factor(size[axis]);
            }
        }
        if (affinePoints == null) {
            return null;
        }
        double[] movedGradient = new double[moved.length];
        fieldPoints.spread(gradient, channels, movedGradient);
        return map.gradient(
                affinePoints.slopes(image, channels, fieldPoints.inner(movedGradient, channels)));
    }
}
