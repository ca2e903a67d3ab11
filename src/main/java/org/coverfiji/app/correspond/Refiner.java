package org.coverfiji.app.correspond;

/** Moves a match to where the surroundings of both points agree. Points are in pixels of the prepared images. */
interface Refiner extends AutoCloseable {

    /**
     * @param point in the first view, array order
     * @param match in the second view, of like features
     * @return the better match; the same array where there is none
     */
    double[] refine(View first, double[] point, View second, double[] match);

    @Override
    default void close() {
    }
}
