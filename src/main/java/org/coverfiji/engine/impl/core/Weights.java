package org.coverfiji.engine.impl.core;

import org.coverfiji.CoverException;

/** Checks of the constants that weigh losses. */
final class Weights {

    private Weights() {
    }

    /** @throws CoverException if it is not between 0 and 1 */
    static double share(String what, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new CoverException("The weight of the " + what + " is " + value
                    + "; it must be between 0 and 1, such as 0.5.");
        }
        return value;
    }

    /** @throws CoverException if it is negative or not finite */
    static double weight(String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new CoverException("The weight of the " + what + " is " + value
                    + "; it must be 0 or more, such as 1.");
        }
        return value;
    }
}
