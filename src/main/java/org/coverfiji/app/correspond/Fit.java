package org.coverfiji.app.correspond;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A place in a view and how well its surroundings fit those of a point in another. Found near a first guess, where the
 * finest levels' features of both neighbourhoods agree best, a few pixels away at most.
 */
final class Fit {

    /** Pixels that a guess may move, per axis. */
    private static final int REACH = 4;
    /** Neighbours per direction that are compared. */
    private static final int NEIGHBOURS = 2;
    /** Pixels between a point and where the way there and back ends, per axis. */
    private static final int MOST_RETURN = 1;

    private final double[] point;
    private final double score;

    private Fit(double[] point, double score) {
        this.point = point;
        this.score = score;
    }

    /**
     * The best place near a guess, if the point is the best place for it in turn; else the guess.
     *
     * @param point in the first view, pixels of the prepared image
     * @param guess in the second
     */
    static Fit near(View first, double[] point, View second, double[] guess) {
        Neighbourhood wanted = new Neighbourhood(first, point, NEIGHBOURS);
        Fit there = best(wanted, second, guess);
        Fit back = best(new Neighbourhood(second, there.point, NEIGHBOURS), first, point);
        for (int axis = 0; axis < point.length; axis++) {
            if (Math.abs(back.point[axis] - point[axis]) > MOST_RETURN) {
                return new Fit(guess, new Neighbourhood(second, guess, NEIGHBOURS).fit(wanted,
                        new int[point.length]));
            }
        }
        return there;
    }

    /** In pixels of the prepared image. */
    double[] point() {
        return point;
    }

    /** The mean cosine of both neighbourhoods, −1…1. */
    double score() {
        return score;
    }

    private static Fit best(Neighbourhood wanted, View view, double[] guess) {
        Neighbourhood searched = new Neighbourhood(view, guess, REACH + NEIGHBOURS + 1);
        int side = 2 * REACH + 3;
        int[] size = new int[guess.length];
        Arrays.fill(size, side);
        double[] scores = new double[Arrays.stream(size).reduce(1, (a, b) -> a * b)];
        IntStream.range(0, scores.length).parallel()
                .forEach(i -> scores[i] = searched.fit(wanted, Neighbourhood.offsets(i, size)));
        int best = scores.length / 2;
        for (int i = 0; i < scores.length; i++) {
            // The outermost are there for the parabolas alone.
            boolean isRim = Arrays.stream(Neighbourhood.offsets(i, size)).anyMatch(offset -> Math.abs(offset) > REACH);
            if (!isRim && scores[i] > scores[best]) {
                best = i;
            }
        }
        double[] moved = guess.clone();
        int[] offsets = Neighbourhood.offsets(best, size);
        int stride = 1;
        for (int axis = guess.length - 1; axis >= 0; axis--) {
            moved[axis] += offsets[axis] + vertex(scores[best - stride], scores[best], scores[best + stride]);
            stride *= side;
        }
        return new Fit(view.inside(moved), scores[best]);
    }

    /** Where the parabola through three neighbouring scores is highest, −0.5…0.5. */
    private static double vertex(double before, double at, double after) {
        double curvature = before - 2 * at + after;
        return curvature >= 0 ? 0 : Math.max(-0.5, Math.min(0.5, 0.5 * (before - after) / curvature));
    }
}
