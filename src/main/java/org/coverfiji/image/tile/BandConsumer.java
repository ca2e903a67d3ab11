package org.coverfiji.image.tile;

/** Takes finished rows of a result, in order, each once. */
@FunctionalInterface
public interface BandConsumer {

    /**
     * @param firstRow position of the band along the first axis (y in 2D, z in 3D)
     * @param rows its extent along that axis
     * @param channels per channel, rows × the other axes, row-major from index 0 on; the arrays may be longer, and
     *        are used again after the call
     */
    void accept(int firstRow, int rows, float[][] channels);
}
