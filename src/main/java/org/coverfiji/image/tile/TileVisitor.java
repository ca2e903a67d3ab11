package org.coverfiji.image.tile;

import org.coverfiji.engine.api.Tensor;

/** Looks at single tiles. */
@FunctionalInterface
public interface TileVisitor {

    /**
     * @param tile [1, C, (D,) H, W]
     * @param inside per axis of the tile, begin and end (exclusive) of the part that is not mirrored
     */
    void visit(Tensor tile, int[][] inside);
}
