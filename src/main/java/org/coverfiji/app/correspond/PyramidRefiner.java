package org.coverfiji.app.correspond;

import java.util.Arrays;
import java.util.List;

import org.coverfiji.app.features.VectorPyramid;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.tile.LinearUpsampling;

/**
 * Asks COVER's pyramid how a patch around the point lies in a patch around the match, and moves the match by what it
 * says, again until it moves no more. What the pyramid says in one direction must undo what it says in the other.
 */
final class PyramidRefiner implements AutoCloseable {

    private static final int ROUNDS = 3;
    /** Pixels: less is no move. */
    private static final double LEAST_MOVE = 0.25;
    /** Pixels between a point and where the way there and back ends. */
    private static final double MOST_RETURN = 2;

    private final VectorPyramid pyramid;
    private final int[] sides;

    /** @param patch sides of the patches that the model was trained on */
    PyramidRefiner(VectorPyramid pyramid, int... patch) {
        this.pyramid = pyramid;
        sides = NetworkConfiguration.roundedUp(patch);
    }

    /**
     * The place in the second view that the pyramid ends at.
     *
     * @param point in the first view, pixels of the prepared image
     * @param match in the second, where the pyramid begins
     * @return the same match where it knows no better
     */
    double[] refine(View first, double[] point, View second, double[] match) {
        double[] now = match;
        for (int round = 0; round < ROUNDS; round++) {
            double[] next = step(first, point, second, now);
            if (next == null) {
                return match;
            }
            double move = View.distance(next, now);
            now = next;
            if (move < LEAST_MOVE) {
                break;
            }
        }
        return isInside(now, second.size()) ? now : match;
    }

    /** Null if there and back are two ways. */
    private double[] step(View first, double[] point, View second, double[] match) {
        int[] start = start(point, first.size());
        int[] otherStart = new int[start.length];
        // The match lies in its patch where the point lies in its own.
        Arrays.setAll(otherStart, axis -> (int) Math.round(match[axis] - point[axis]) + start[axis]);
        Tensor fixed = first.cut(start, sides);
        Tensor moving = second.cut(otherStart, sides);
        double[] there = moved(fixed, moving, point, start, otherStart);
        double[] back = moved(moving, fixed, there, otherStart, start);
        return View.distance(back, point) <= MOST_RETURN ? there : null;
    }

    /** Of several patches that hold the point, the one in whose middle it is, but one inside of the image. */
    private int[] start(double[] point, int[] size) {
        int[] start = new int[point.length];
        for (int axis = 0; axis < start.length; axis++) {
            int middle = (int) Math.round(point[axis]) - sides[axis] / 2;
            start[axis] = size[axis] < sides[axis] ? (size[axis] - sides[axis]) / 2
                    : Math.max(0, Math.min(size[axis] - sides[axis], middle));
        }
        return start;
    }

    private double[] moved(Tensor fixed, Tensor moving, double[] point, int[] fixedStart, int[] movingStart) {
        List<Tensor> fields = pyramid.fields(moving, fixed);
        float[] field = fields.get(fields.size() - 1).data();
        int pixels = field.length / sides.length;
        double[] local = new double[sides.length];
        Arrays.setAll(local, axis -> point[axis] - fixedStart[axis]);
        double[] moved = new double[sides.length];
        Arrays.setAll(moved, axis -> local[axis] + movingStart[axis]);
        LinearUpsampling.corners(sides, 1, local, (offset, weight) -> {
            for (int axis = 0; axis < moved.length; axis++) {
                moved[axis] += weight * field[axis * pixels + offset];
            }
        });
        return moved;
    }

    private static boolean isInside(double[] point, int[] size) {
        for (int axis = 0; axis < size.length; axis++) {
            if (point[axis] < -0.5 || point[axis] > size[axis] - 0.5) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        pyramid.close();
    }
}
