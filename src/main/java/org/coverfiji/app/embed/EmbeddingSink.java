package org.coverfiji.app.embed;

/**
 * Takes an embedding in parts, as windows finish. Where memory ends, they come once more from the first row on, of
 * smaller windows, in the place of what came before.
 */
@FunctionalInterface
interface EmbeddingSink {

    /**
     * @param firstFeature of those that are given
     * @param firstRow along the image's first axis (y in 2D, z in 3D); rows come in order
     * @param rows how many
     * @param features per feature, rows × the other axes, row-major from index 0 on; the arrays may be longer, and are
     *        used again after the call
     */
    void accept(int firstFeature, int firstRow, int rows, float[][] features);
}
