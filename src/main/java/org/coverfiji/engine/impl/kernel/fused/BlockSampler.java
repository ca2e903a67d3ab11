package org.coverfiji.engine.impl.kernel.fused;

/**
 * Linear sampling of planes in which the channels of a block lie together: a position is looked up once for all of
 * them. To the bits of sampling each channel alone, but for the slopes, which are summed over the block.
 */
final class BlockSampler {

    private final int block;
    /** From a value to that in the next row, and in the next slice. */
    private final int row;
    private final int slice;

    /**
     * @param rowPixels pixels of a row
     * @param slicePixels pixels of a slice
     */
    BlockSampler(int block, int rowPixels, int slicePixels) {
        this.block = block;
        row = block * rowPixels;
        slice = block * slicePixels;
    }

    /**
     * In 2D.
     *
     * @param corner the pixel below the position
     * @param pixel of the result
     */
    void sample(float[] plane, int corner, float fy, float fx, float[] result, int pixel) {
        int c = corner * block;
        int at = pixel * block;
        for (int i = 0; i < block; i++) {
            result[at + i] = bilinear(plane, c + i, fy, fx);
        }
    }

    /** In 3D. */
    void sample(float[] plane, int corner, float fz, float fy, float fx, float[] result, int pixel) {
        int c = corner * block;
        int at = pixel * block;
        for (int i = 0; i < block; i++) {
            float low = bilinear(plane, c + i, fy, fx);
            result[at + i] = low + fz * (bilinear(plane, c + slice + i, fy, fx) - low);
        }
    }

    private float bilinear(float[] plane, int c, float fy, float fx) {
        float low = plane[c] + fx * (plane[c + block] - plane[c]);
        int d = c + row;
        float high = plane[d] + fx * (plane[d + block] - plane[d]);
        return low + fy * (high - low);
    }

    /** The transpose of sampling, in 2D: adds a pixel's gradients to the corners. */
    void spread(float[] gradients, int pixel, float[] plane, int corner, float fy, float fx) {
        int c = corner * block;
        int at = pixel * block;
        for (int i = 0; i < block; i++) {
            spread(gradients[at + i], plane, c + i, fy, fx);
        }
    }

    /** In 3D. */
    void spread(float[] gradients, int pixel, float[] plane, int corner, float fz, float fy, float fx) {
        int c = corner * block;
        int at = pixel * block;
        for (int i = 0; i < block; i++) {
            float high = fz * gradients[at + i];
            spread(gradients[at + i] - high, plane, c + i, fy, fx);
            spread(high, plane, c + slice + i, fy, fx);
        }
    }

    private void spread(float gradient, float[] plane, int c, float fy, float fx) {
        float high = fy * gradient;
        float low = gradient - high;
        float right = fx * low;
        plane[c] += low - right;
        plane[c + block] += right;
        int d = c + row;
        right = fx * high;
        plane[d] += high - right;
        plane[d + block] += right;
    }

    /** In 2D. @param slopes receives Σ gradient · d sample / d position over the block, axis by axis */
    void slopes(float[] plane, int corner, float fy, float fx, float[] gradients, int pixel, float[] slopes) {
        int c = corner * block;
        int at = pixel * block;
        float alongY = 0;
        float alongX = 0;
        for (int i = 0; i < block; i++) {
            alongY += gradients[at + i] * slopeY(plane, c + i, fx);
            alongX += gradients[at + i] * slopeX(plane, c + i, fy);
        }
        slopes[0] = alongY;
        slopes[1] = alongX;
    }

    /** In 3D. */
    void slopes(float[] plane, int corner, float fz, float fy, float fx, float[] gradients, int pixel,
            float[] slopes) {
        int c = corner * block;
        int at = pixel * block;
        float alongZ = 0;
        float alongY = 0;
        float alongX = 0;
        for (int i = 0; i < block; i++) {
            int near = c + i;
            int far = near + slice;
            float g = gradients[at + i];
            alongZ += g * (bilinear(plane, far, fy, fx) - bilinear(plane, near, fy, fx));
            alongY += g * ((1 - fz) * slopeY(plane, near, fx) + fz * slopeY(plane, far, fx));
            alongX += g * ((1 - fz) * slopeX(plane, near, fy) + fz * slopeX(plane, far, fy));
        }
        slopes[0] = alongZ;
        slopes[1] = alongY;
        slopes[2] = alongX;
    }

    private float slopeY(float[] plane, int c, float fx) {
        int d = c + row;
        float left = plane[d] - plane[c];
        return left + fx * (plane[d + block] - plane[c + block] - left);
    }

    private float slopeX(float[] plane, int c, float fy) {
        int d = c + row;
        float upper = plane[c + block] - plane[c];
        return upper + fy * (plane[d + block] - plane[d] - upper);
    }
}
