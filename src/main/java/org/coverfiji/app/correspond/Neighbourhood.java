package org.coverfiji.app.correspond;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The fine levels' features of all pixels around a point, each of length 1. */
final class Neighbourhood {

    /** Levels that tell places of a few pixels apart. */
    private static final int FIRST_LEVEL = 2;

    private final int[] size;
    private final float[][] vectors;

    /** @param reach neighbours per direction */
    Neighbourhood(View view, double[] centre, int reach) {
        size = new int[centre.length];
        Arrays.fill(size, 2 * reach + 1);
        int skipped = IntStream.range(0, FIRST_LEVEL).map(level -> view.features().level(level).channels()).sum();
        vectors = new float[Arrays.stream(size).reduce(1, (a, b) -> a * b)][];
        IntStream.range(0, vectors.length).parallel().forEach(i -> {
            int[] offsets = offsets(i, size);
            double[] point = centre.clone();
            Arrays.setAll(point, axis -> point[axis] + offsets[axis]);
            float[] all = view.at(point);
            vectors[i] = unit(Arrays.copyOfRange(all, skipped, all.length));
        });
    }

    private static float[] unit(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    /** Of a place in a cube of these extents, how far it is from the middle, per axis. */
    static int[] offsets(int index, int[] size) {
        int[] offsets = new int[size.length];
        for (int axis = size.length - 1; axis >= 0; axis--) {
            offsets[axis] = index % size[axis] - size[axis] / 2;
            index /= size[axis];
        }
        return offsets;
    }

    /**
     * The mean cosine with a smaller neighbourhood.
     *
     * @param offsets how far the other's middle lies from this one's, such that it fits in
     */
    double fit(Neighbourhood other, int[] offsets) {
        double sum = 0;
        for (int i = 0; i < other.vectors.length; i++) {
            int[] there = offsets(i, other.size);
            int at = 0;
            for (int axis = 0; axis < size.length; axis++) {
                at = at * size[axis] + there[axis] + offsets[axis] + size[axis] / 2;
            }
            float[] a = vectors[at];
            float[] b = other.vectors[i];
            for (int f = 0; f < a.length; f++) {
                sum += a[f] * b[f];
            }
        }
        return sum / other.vectors.length;
    }
}
