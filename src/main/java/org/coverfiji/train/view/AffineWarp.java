package org.coverfiji.train.view;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;

/**
 * Writes the fixed view F(p) = I(origin + p + ψ(p)) of one pair by one linear interpolation straight from the source
 * image I (zero outside it), together with ψ and the mask. p + ψ(p) is rounded to float before it is used, exactly as a
 * warp by the stored ψ does it, so that F, ψ and mask agree to the last bits.
 *
 * <p>Coordinates, and with them offsets and fractions, are worked out once per row and shared by the channels. Not safe
 * for use by several threads: it owns the row buffers.
 */
public final class AffineWarp {

    /** How far from a border, in pixels, a coordinate is surely on its side of it: above any rounding. */
    private static final double MARGIN = 1e-2;

    private final int[] patch;
    private final int dimensions;
    private final int width;
    private final int pixels;
    private final float[][] coordinates;
    private final float[][] fractions;
    private final int[] offsets;
    private final int[] strides;
    private final float[] ramp;
    private final float[] zeros;
    private final double[] starts;
    private final double[] inverse;

    /** The pixels of a row whose neighbours all lie in the image, and those that have any neighbour in it. */
    private final RowInterval interior = new RowInterval();
    private final RowInterval touched = new RowInterval();

    /** The pixels of a row that surely count, and those that may. */
    private final RowInterval counted = new RowInterval();
    private final RowInterval countable = new RowInterval();

    /** @param patch patch size in array order */
    public AffineWarp(int[] patch) {
        this.patch = patch.clone();
        dimensions = patch.length;
        width = patch[dimensions - 1];
        pixels = Math.toIntExact(Tensor.size(patch));
        coordinates = new float[dimensions][width];
        fractions = new float[dimensions][width];
        offsets = new int[width];
        strides = new int[dimensions];
        starts = new double[dimensions];
        inverse = new double[dimensions];
        zeros = new float[width];
        ramp = new float[width];
        for (int x = 0; x < width; x++) {
            ramp[x] = x;
        }
    }

    /**
     * @param image source image
     * @param origin the patch's first pixel in the image
     * @param motion ψ
     * @param fixed receives F, [N, C, (D,) H, W], all zero at the pair's place
     * @param flow receives ψ, [N, 2 or 3, (D,) H, W]
     * @param mask receives 1 where 0 &lt; p + ψ(p) ≤ size − 1 on every axis, else 0, [N, 1, (D,) H, W]
     * @param pair the pair's place in the batch
     */
    public void write(FloatImage image, int[] origin, AffineMotion motion, float[] fixed, float[] flow, float[] mask,
            int pair) {
        int[] size = image.size();
        float[] source = image.data();
        int channels = image.channels();
        int sourcePixels = image.pixels();
        int last = dimensions - 1;
        strides[last] = 1;
        for (int axis = last; axis > 0; axis--) {
            strides[axis - 1] = strides[axis] * size[axis];
        }
        for (int axis = 0; axis < dimensions; axis++) {
            inverse[axis] = 1 / motion.coordinateSlope(axis);
        }
        int[] row = new int[last];
        int rowStart = 0;
        do {
            for (int axis = 0; axis < dimensions; axis++) {
                double start = motion.start(axis, row);
                float position = axis == last ? 0 : row[axis];
                starts[axis] = position + start;
                fillCoordinates(axis, position, (float) start, (float) motion.slope(axis), flow,
                        (pair * dimensions + axis) * pixels + rowStart);
            }
            findIntervals(motion, size, origin);
            fillMask(mask, pair * pixels + rowStart);
            fillOffsets(origin);
            for (int channel = 0; channel < channels; channel++) {
                int target = (pair * channels + channel) * pixels + rowStart;
                int base = channel * sourcePixels;
                writeEdge(source, base, size, origin, touched.from, interior.from, fixed, target);
                if (dimensions == 2) {
                    writePlane(source, base, strides[0], fixed, target);
                } else {
                    writeVolume(source, base, strides[1], strides[0], fixed, target);
                }
                writeEdge(source, base, size, origin, interior.to, touched.to, fixed, target);
            }
            rowStart += width;
        } while (Rows.next(row, patch));
    }

    /** ψ along one row, and p + ψ(p) in the patch's coordinates. */
    private void fillCoordinates(int axis, float position, float start, float slope, float[] flow, int target) {
        float[] coordinate = coordinates[axis];
        float[] positions = axis == dimensions - 1 ? ramp : zeros;
        for (int x = 0; x < width; x++) {
            float displacement = start + slope * ramp[x];
            flow[target + x] = displacement;
            coordinate[x] = position + positions[x] + displacement;
        }
    }

    private void findIntervals(AffineMotion motion, int[] size, int[] origin) {
        interior.reset(width);
        touched.reset(width);
        counted.reset(width);
        countable.reset(width);
        for (int axis = 0; axis < dimensions; axis++) {
            double start = starts[axis];
            double slope = motion.coordinateSlope(axis);
            double low = -origin[axis];
            double high = low + size[axis] - 1;
            double patchHigh = patch[axis] - 1;
            interior.clip(start, slope, inverse[axis], low + MARGIN, high - MARGIN);
            touched.clip(start, slope, inverse[axis], low - 1 - MARGIN, high + 1 + MARGIN);
            counted.clip(start, slope, inverse[axis], MARGIN, patchHigh - MARGIN);
            countable.clip(start, slope, inverse[axis], -MARGIN, patchHigh + MARGIN);
        }
        if (interior.length() == 0) {
            interior.emptyAt(touched.from);
        }
        if (counted.length() == 0) {
            counted.emptyAt(countable.from);
        }
    }

    private void fillMask(float[] mask, int target) {
        Arrays.fill(mask, target, target + width, 0);
        for (int x = countable.from; x < counted.from; x++) {
            mask[target + x] = counts(x);
        }
        Arrays.fill(mask, target + counted.from, target + counted.to, 1);
        for (int x = counted.to; x < countable.to; x++) {
            mask[target + x] = counts(x);
        }
    }

    private float counts(int x) {
        for (int axis = 0; axis < dimensions; axis++) {
            float coordinate = coordinates[axis][x];
            if (!(coordinate > 0 && coordinate <= patch[axis] - 1)) {
                return 0;
            }
        }
        return 1;
    }

    /** Where in one channel of the source image each interior pixel's first neighbour is, and its weights. */
    private void fillOffsets(int[] origin) {
        Arrays.fill(offsets, 0);
        for (int axis = 0; axis < dimensions; axis++) {
            float[] row = coordinates[axis];
            float[] fraction = fractions[axis];
            int stride = strides[axis];
            int first = origin[axis];
            // Inside the image, truncation is floor; the sum is exact in double.
            double shift = first;
            for (int x = interior.from; x < interior.to; x++) {
                int whole = (int) (row[x] + shift);
                fraction[x] = row[x] - (whole - first);
                offsets[x] += whole * stride;
            }
        }
    }

    private void writePlane(float[] source, int base, int rowStride, float[] fixed, int target) {
        float[] fractionY = fractions[0];
        float[] fractionX = fractions[1];
        for (int x = interior.from; x < interior.to; x++) {
            fixed[target + x] = plane(source, base + offsets[x], rowStride, fractionY[x], fractionX[x]);
        }
    }

    private void writeVolume(float[] source, int base, int rowStride, int sliceStride, float[] fixed, int target) {
        float[] fractionZ = fractions[0];
        float[] fractionY = fractions[1];
        float[] fractionX = fractions[2];
        for (int x = interior.from; x < interior.to; x++) {
            int offset = base + offsets[x];
            float front = plane(source, offset, rowStride, fractionY[x], fractionX[x]);
            float back = plane(source, offset + sliceStride, rowStride, fractionY[x], fractionX[x]);
            fixed[target + x] = front + fractionZ[x] * (back - front);
        }
    }

    private static float plane(float[] source, int offset, int rowStride, float fractionY, float fractionX) {
        float upperLeft = source[offset];
        float lowerLeft = source[offset + rowStride];
        float upper = upperLeft + fractionX * (source[offset + 1] - upperLeft);
        float lower = lowerLeft + fractionX * (source[offset + rowStride + 1] - lowerLeft);
        return upper + fractionY * (lower - upper);
    }

    /** Pixels near or beyond the image's border: neighbours outside the image count as zero. */
    private void writeEdge(float[] source, int base, int[] size, int[] origin, int from, int to, float[] fixed,
            int target) {
        for (int x = from; x < to; x++) {
            fixed[target + x] = bounded(source, base, size, origin, x, 0);
        }
    }

    /** Interpolates along this axis between what the further axes give at its two neighbours. */
    private float bounded(float[] source, int offset, int[] size, int[] origin, int x, int axis) {
        if (axis == dimensions) {
            return source[offset];
        }
        int stride = strides[axis];
        float coordinate = coordinates[axis][x];
        int whole = (int) Math.floor(coordinate);
        float fraction = coordinate - whole;
        int index = whole + origin[axis];
        float first = index >= 0 && index < size[axis]
                ? bounded(source, offset + index * stride, size, origin, x, axis + 1) : 0;
        float second = index + 1 >= 0 && index + 1 < size[axis]
                ? bounded(source, offset + (index + 1) * stride, size, origin, x, axis + 1) : 0;
        return first + fraction * (second - first);
    }
}
