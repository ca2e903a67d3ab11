package org.coverfiji.image.tile;

import org.coverfiji.engine.api.Tensor;

/** Looks at single tiles. */
@FunctionalInterface
public interface TileVisitor {

    /**
     * @param tile [1, C, (D,) H, W]
     * @param weights per axis of the tile, how much of the blended result each position makes, 0…1: a pixel's share is
     *        the product over the axes, 0 where the tile is mirrored
     */
    void visit(Tensor tile, float[][] weights);
}
