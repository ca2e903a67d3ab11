package org.coverfiji.show.live;

/** Linear interpolation in one channel of an image or field, 0 outside; coordinates in pixels. */
final class LinearSampler {

    private final float[] data;
    private final int offset;
    private final int[] size;

    /** @param offset index of the channel's first pixel */
    LinearSampler(float[] data, int offset, int[] size) {
        this.data = data;
        this.offset = offset;
        this.size = size;
    }

    /** @param position in array order */
    float at(double... position) {
        double sum = 0;
        for (int corner = 0; corner < 1 << size.length; corner++) {
            double weight = 1;
            int index = 0;
            for (int axis = 0; axis < size.length && weight != 0; axis++) {
                double floor = Math.floor(position[axis]);
                int upper = corner >> axis & 1;
                double fraction = position[axis] - floor;
                double pixel = floor + upper;
                weight *= pixel < 0 || pixel > size[axis] - 1 ? 0 : upper == 1 ? fraction : 1 - fraction;
                index = index * size[axis] + (int) pixel;
            }
            if (weight != 0) {
                sum += weight * data[offset + index];
            }
        }
        return (float) sum;
    }
}
