package org.coverfiji.engine.api;

import java.util.Map;

/** A network, in training or not, that is given weights by name and holds native memory until it is closed. */
public interface WeightedNetwork extends AutoCloseable {

    /**
     * Sets parameters.
     *
     * @throws org.coverfiji.CoverException if a shape differs, or names do not suit the network
     */
    void setParameters(Map<String, Tensor> parameters);

    @Override
    void close();
}
