package org.coverfiji.engine.impl.core;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.CropGrid;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * SetSim's positives: a position of the first view belongs with those of the second that are as attended as itself and
 * not unlike it, and with those that show the same place. A position is attended where the mean square of the
 * backbone's features, scaled to [0, 1] within the map, reaches a threshold. Immutable.
 */
final class PositiveSets {

    private static final double SMALLEST_LENGTH = 1e-12;

    private final double attention;
    private final double floor;
    private final double distance;
    private final boolean nearest;

    /**
     * @param attention threshold, from 0 to 1; SetSim's is 0.7
     * @param floor least cosine of backbone features, SetSim's is 0.2
     * @param distance largest distance of centres of bins, in diagonals of the larger bin; SetSim's is 0.5
     * @param nearest whether a position that has positives gets the most similar one, too
     */
    PositiveSets(double attention, double floor, double distance, boolean nearest) {
        if (!(attention >= 0 && attention <= 1)) {
            throw new CoverException("The attention's threshold is " + attention
                    + "; it must be between 0 and 1, such as 0.7.");
        }
        if (!(floor >= -1 && floor <= 1)) {
            throw new CoverException("The least similarity is " + floor
                    + "; it must be between -1 and 1, such as 0.2.");
        }
        if (!(distance >= 0 && distance < Double.POSITIVE_INFINITY)) {
            throw new CoverException("The largest distance is " + distance + "; it must be 0 or more, such as 0.5.");
        }
        this.attention = attention;
        this.floor = floor;
        this.distance = distance;
        this.nearest = nearest;
    }

    /**
     * @param first map of the first view, [N, C, …]
     * @param second of the second
     * @return for every row of the first, position after position of every sample, the rows of the second, ascending
     */
    int[][] of(Tensor first, Tensor second, Tensor firstBoxes, Tensor secondBoxes) {
        int positions = Maps.positions(first);
        UnitRows queries = new UnitRows(first);
        VectorSet[] keys = Matching.samples(new UnitRows(second).values(), second.size(1), positions);
        int[][] sets = new int[queries.rows()][];
        Parallel.run(first.size(0), sample -> {
            boolean[] attended = attended(first, sample);
            boolean[] other = attended(second, sample);
            CropGrid grid = Maps.grid(firstBoxes, sample, first);
            int[][] near = grid.near(Maps.grid(secondBoxes, sample, second), distance);
            double[] cosines = new double[positions];
            for (int position = 0; position < positions; position++) {
                int row = sample * positions + position;
                keys[sample].products(queries.values(), row, 1, cosines, 0);
                sets[row] = set(attended[position], other, cosines, near[position]);
                for (int i = 0; i < sets[row].length; i++) {
                    sets[row][i] += sample * positions;
                }
            }
        });
        return sets;
    }

    private int[] set(boolean attended, boolean[] other, double[] cosines, int[] near) {
        boolean[] chosen = new boolean[cosines.length];
        if (attended) {
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = other[i] && cosines[i] >= floor;
            }
        }
        for (int i : near) {
            chosen[i] = true;
        }
        int[] set = new int[chosen.length];
        int count = 0;
        int best = nearest ? Matching.largest(cosines) : -1;
        boolean any = false;
        for (boolean one : chosen) {
            any |= one;
        }
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i] || any && i == best) {
                set[count++] = i;
            }
        }
        return Arrays.copyOf(set, count);
    }

    private boolean[] attended(Tensor map, int sample) {
        int positions = Maps.positions(map);
        int channels = map.size(1);
        double[] squares = new double[positions];
        for (int c = 0; c < channels; c++) {
            int start = (sample * channels + c) * positions;
            for (int i = 0; i < positions; i++) {
                squares[i] += (double) map.data()[start + i] * map.data()[start + i] / channels;
            }
        }
        double length = Math.max(SMALLEST_LENGTH, Math.sqrt(Arrays.stream(squares).map(s -> s * s).sum()));
        double least = Arrays.stream(squares).min().orElse(0) / length;
        double most = Arrays.stream(squares).max().orElse(0) / length;
        boolean[] attended = new boolean[positions];
        for (int i = 0; i < positions; i++) {
            attended[i] = most > least && (squares[i] / length - least) / (most - least) >= attention;
        }
        return attended;
    }
}
