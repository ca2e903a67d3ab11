package org.coverfiji.engine.api;

/**
 * What the engine must know of a pretraining method to build its network: {@link EmbeddingConfiguration} for those that
 * take loss cores on embeddings, {@link StagedConfiguration} for several of them one after the other, or the method's
 * own parts, such as {@link CoverConfiguration}.
 */
public interface MethodConfiguration {

    /** Whether the U-Net's way up is trained, or keeps the weights that it is given at the start. */
    boolean trainsDecoder();
}
