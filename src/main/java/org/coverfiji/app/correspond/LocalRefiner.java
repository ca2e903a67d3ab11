package org.coverfiji.app.correspond;

import java.util.Arrays;
import java.util.stream.IntStream;


/**
 * Moves a match, by a few pixels at most, to where the finest levels' features of its neighbourhood fit those around
 * the point best, and only if the point is where the moved match's neighbourhood fits best in turn.
 */
final class LocalRefiner implements Refiner {

    /** Levels that tell places of a few pixels apart. */
    private static final int FIRST_LEVEL = 2;
    /** Pixels that a match may move, per axis. */
    private static final int REACH = 4;
    /** Neighbours per direction that are compared. */
    private static final int NEIGHBOURS = 2;
    /** Pixels between a point and where the way there and back ends, per axis. */
    private static final int MOST_RETURN = 1;

    @Override
    public double[] refine(View first, double[] point, View second, double[] match) {
        double[] there = best(new Neighbourhood(first, point, NEIGHBOURS), second, match);
        double[] back = best(new Neighbourhood(second, there, NEIGHBOURS), first, point);
        for (int axis = 0; axis < point.length; axis++) {
            if (Math.abs(back[axis] - point[axis]) > MOST_RETURN) {
                return match;
            }
        }
        return there;
    }

    private static double[] best(Neighbourhood wanted, View view, double[] around) {
        Neighbourhood searched = new Neighbourhood(view, around, REACH + NEIGHBOURS + 1);
        int side = 2 * REACH + 3;
        int[] size = new int[around.length];
        Arrays.fill(size, side);
        int count = Arrays.stream(size).reduce(1, (a, b) -> a * b);
        double[] scores = new double[count];
        IntStream.range(0, count).parallel().forEach(i -> scores[i] = searched.fit(wanted, offsets(i, size)));
        int best = -1;
        for (int i = 0; i < count; i++) {
            boolean rim = Arrays.stream(offsets(i, size)).anyMatch(offset -> Math.abs(offset) > REACH);
            if (!rim && (best < 0 || scores[i] > scores[best])) {
                best = i;
            }
        }
        double[] moved = around.clone();
        int[] offsets = offsets(best, size);
        int stride = 1;
        for (int axis = around.length - 1; axis >= 0; axis--) {
            moved[axis] += offsets[axis] + vertex(scores[best - stride], scores[best], scores[best + stride]);
            stride *= side;
        }
        return moved;
    }

    /** Where the parabola through three neighbouring scores is highest, −0.5…0.5. */
    private static double vertex(double before, double at, double after) {
        double curvature = before - 2 * at + after;
        return curvature >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, 0.5 * (before - after) / curvature));
    }

    /** −side/2 … side/2 per axis. */
    private static int[] offsets(int index, int[] size) {
        int[] offsets = new int[size.length];
        for (int axis = size.length - 1; axis >= 0; axis--) {
            offsets[axis] = index % size[axis] - size[axis] / 2;
            index /= size[axis];
        }
        return offsets;
    }

    /** The fine features of all pixels around a point, each of length 1. */
    private static final class Neighbourhood {

        private final int[] size;
        private final float[][] vectors;

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

        /** The mean cosine with another neighbourhood whose middle lies so far from this one's. */
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
}
