package org.coverfiji.image.tile;

/**
 * Hears of progress, in tiles or, where many images are worked through, in files; may stop the work by throwing an
 * exception, which reaches the caller.
 */
@FunctionalInterface
public interface TileListener {

    TileListener SILENT = (done, total) -> { };

    void tilesDone(int done, int total);
}
