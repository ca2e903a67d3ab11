package org.coverfiji.engine.api;

import org.coverfiji.CoverException;

/** How slowly a teacher follows: m of the moving average at every step. Constant, or rising to 1 along a cosine. */
public final class TeacherMomentum {

    private final double start;
    private final long steps;

    /** Always the same. @param momentum from 0 to 1 */
    public static TeacherMomentum constant(double momentum) {
        return new TeacherMomentum(momentum, 0);
    }

    /**
     * m(t) = 1 − (1 − m₀) · (cos(πt/T) + 1) / 2, as BYOL and PixPro have it.
     *
     * @param start m₀, from 0 to 1
     * @param steps T, after which it stays 1
     */
    public static TeacherMomentum cosine(double start, long steps) {
        if (steps < 1) {
            throw new CoverException("The number of steps is " + steps + "; it must be at least 1.");
        }
        return new TeacherMomentum(start, steps);
    }

    private TeacherMomentum(double start, long steps) {
        if (!(start >= 0 && start <= 1)) {
            throw new CoverException("The teacher's momentum is " + start
                    + "; it must be between 0 and 1, such as 0.99.");
        }
        this.start = start;
        this.steps = steps;
    }

    /** @param step 0 for the first */
    public double at(long step) {
        if (steps == 0) {
            return start;
        }
        double done = Math.min(1, (double) step / steps);
        return 1 - (1 - start) * (Math.cos(Math.PI * done) + 1) / 2;
    }
}
