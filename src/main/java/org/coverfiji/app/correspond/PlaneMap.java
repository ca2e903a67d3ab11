package org.coverfiji.app.correspond;

import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

import Jama.Matrix;

/**
 * The affine map of the plane that most pairs of points agree on. Matches that go astray, as some do where much is
 * alike, have no say; where too few pairs agree, it is the shift that the middle ones of the pairs make.
 */
final class PlaneMap {

    private static final int TRIALS = 200;
    /** Pairs that determine a map leave so many to confirm it. */
    private static final int LEAST_AGREEING = 6;
    /** Of areas: a map that shrinks or stretches more is none of one kind of image to itself. */
    private static final double MOST_STRETCH = 4;

    private PlaneMap() {
    }

    /**
     * @param from each x, y
     * @param to each x, y; at least one pair
     * @param tolerance pixels by which a pair that agrees may be off
     */
    static AffineTransform of(List<double[]> from, List<double[]> to, double tolerance) {
        SplittableRandom random = new SplittableRandom(1);
        List<Integer> most = List.of();
        for (int trial = 0; trial < TRIALS && from.size() >= LEAST_AGREEING; trial++) {
            List<Integer> three = List.of(random.nextInt(from.size()), random.nextInt(from.size()),
                    random.nextInt(from.size()));
            AffineTransform map = fit(from, to, three);
            List<Integer> agreeing = map == null ? List.of() : agreeing(map, from, to, tolerance);
            if (agreeing.size() > most.size()) {
                most = agreeing;
            }
        }
        AffineTransform map = most.size() < LEAST_AGREEING ? null : fit(from, to, most);
        return map != null ? map : AffineTransform.getTranslateInstance(median(from, to, 0), median(from, to, 1));
    }

    private static List<Integer> agreeing(AffineTransform map, List<double[]> from, List<double[]> to,
            double tolerance) {
        List<Integer> agreeing = new ArrayList<>();
        double[] moved = new double[2];
        for (int i = 0; i < from.size(); i++) {
            map.transform(from.get(i), 0, moved, 0, 1);
            if (Math.hypot(moved[0] - to.get(i)[0], moved[1] - to.get(i)[1]) <= tolerance) {
                agreeing.add(i);
            }
        }
        return agreeing;
    }

    /** Least squares; null if the points lie on a line, or the map is out of all proportion. */
    private static AffineTransform fit(List<double[]> from, List<double[]> to, List<Integer> pairs) {
        double[][] left = new double[3][3];
        double[][] right = new double[3][2];
        for (int pair : pairs) {
            double[] row = {from.get(pair)[0], from.get(pair)[1], 1};
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    left[i][j] += row[i] * row[j];
                }
                right[i][0] += row[i] * to.get(pair)[0];
                right[i][1] += row[i] * to.get(pair)[1];
            }
        }
        Matrix normal = new Matrix(left);
        if (Math.abs(normal.det()) < 1e-3) {
            return null;
        }
        double[][] a = normal.solve(new Matrix(right)).getArray();
        double stretch = a[0][0] * a[1][1] - a[0][1] * a[1][0];
        return stretch > 1 / MOST_STRETCH && stretch < MOST_STRETCH
                ? new AffineTransform(a[0][0], a[0][1], a[1][0], a[1][1], a[2][0], a[2][1]) : null;
    }

    private static double median(List<double[]> from, List<double[]> to, int axis) {
        List<Double> shifts = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            shifts.add(to.get(i)[axis] - from.get(i)[axis]);
        }
        shifts.sort(Comparator.naturalOrder());
        return shifts.get(shifts.size() / 2);
    }
}
