package org.coverfiji.image.tile;

import org.coverfiji.engine.api.Tensor;

/** What is computed of every tile: usually a network's forward pass. */
@FunctionalInterface
public interface TileFunction {

    /**
     * @param tiles [n, C, (D,) H, W]; n varies
     * @return [n, K, (D,) H, W], of the same extents, K the same in every call
     */
    Tensor apply(Tensor tiles);
}
