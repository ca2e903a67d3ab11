package org.coverfiji.image.tile;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.coverfiji.CancelledException;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;

/**
 * Applies a backbone to an image of any size, tile by tile, and keeps the maps of every level at their own resolution:
 * tiles begin at multiples of 16 pixels, so that one level's maps of neighbouring tiles share their pixels, overlap by
 * about half and are averaged with raised-cosine weights, as {@link SlidingWindow} does at full resolution. The grid
 * begins at the image's first pixel and ends at the next multiple of 16; beyond the image it is mirrored. 2D and 3D;
 * deterministic.
 */
public final class PyramidWindow {

    private static final int MULTIPLE = NetworkConfiguration.SIDE_MULTIPLE;

    private final int[] smallest;
    private final int[] largest;

    /**
     * A window as large as the image, but not larger than some side, nor smaller than the patch.
     *
     * @param side the longest side where the patch's is not longer
     * @param patch sides in array order
     */
    public PyramidWindow(int side, int... patch) {
        smallest = NetworkConfiguration.roundedUp(patch);
        largest = Arrays.stream(smallest).map(length -> Math.max(length, side / MULTIPLE * MULTIPLE)).toArray();
    }

    /** Extents of the finest level's grid for an image: the next multiples of 16. */
    public static int[] gridSize(int[] size) {
        return NetworkConfiguration.roundedUp(size);
    }

    private TileGrid grid(FloatImage image) {
        int[] sides = gridSize(image.size());
        if (smallest.length != sides.length) {
            throw new IllegalArgumentException("window " + Arrays.toString(smallest) + " for " + image);
        }
        Arrays.setAll(sides, axis -> Math.min(largest[axis], Math.max(smallest[axis], sides[axis])));
        return TileGrid.aligned(image.size(), sides, MULTIPLE);
    }

    /**
     * All levels' maps.
     *
     * @param network gives the five maps [1, K, (D,) H/s, W/s] of a tile [1, C, (D,) H, W], with s the level's stride
     * @return [level][channel], each (D,) H, W of {@link #gridSize} divided by the level's stride, row-major
     * @throws CancelledException if the thread was interrupted
     */
    public float[][][] apply(FloatImage image, Function<Tensor, Tensor[]> network, TileListener listener) {
        TileGrid grid = grid(image);
        BandAccumulator[] levels = new BandAccumulator[NetworkConfiguration.LEVELS];
        int done = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int[] tile : grid.row(row)) {
                CancelledException.ifInterrupted();
                Tensor[] maps = network.apply(grid.extract(HeldRows.all(image), List.of(tile)));
                for (int level = 0; level < levels.length; level++) {
                    if (levels[level] == null) {
                        levels[level] = BandAccumulator.whole(grid.coarser(NetworkConfiguration.levelStride(level)),
                                maps[level].size(1));
                    }
                    levels[level].add(maps[level], 0, tile);
                }
                listener.tilesDone(++done, grid.tiles());
            }
        }
        return Arrays.stream(levels).map(BandAccumulator::channels).toArray(float[][][]::new);
    }
}
