package org.coverfiji.engine.impl.kernel;

/** The operations that neither ND4J nor DL4J has, or has too slowly, in one of two implementations. */
public interface Kernels {

    /**
     * The layout in which maps with so many channels are convolved fastest.
     *
     * @return how many channels lie together, see {@link Grid}; 1 for row-major
     */
    int channelBlock(int channels);

    /**
     * A convolution for one layer, which closes it.
     *
     * @param inBlock channels that lie together in the input, 1 for row-major
     * @param outBlock the same for the output
     */
    Convolution convolution(int inBlock, int outBlock);

    /** @param block channels that lie together in the maps, 1 for row-major; so for the others below */
    GroupNorm groupNorm(int block);

    MaxPool maxPool(int block);

    Upsample upsample(int block);

    Relayout relayout(int block);

    Warp warp(int block);

    /** Of row-major maps. */
    default Warp warp() {
        return warp(1);
    }

    MixtureOfVectors mixtureOfVectors();

    /** @param block of the maps that are compared; fields and masks are row-major */
    Losses losses(int block);

    /** Of row-major maps. */
    default Losses losses() {
        return losses(1);
    }

    SoftmaxLoss softmaxLoss();

    Optimizer optimizer();
}
