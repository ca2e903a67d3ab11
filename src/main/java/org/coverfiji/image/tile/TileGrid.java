package org.coverfiji.image.tile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.engine.api.Tensor;

/**
 * The tiles that cover one image: 2D and 3D alike as [first, middle, last] axes, a 2D image having a middle axis of
 * extent 1, which changes nothing in memory. A tile is named by its position along each of the three.
 */
final class TileGrid {

    private final TileAxis[] axes = new TileAxis[3];
    private final int[] window;

    TileGrid(int[] size, int[] window, double overlap) {
        this.window = window.clone();
        int last = size.length - 1;
        axes[0] = new TileAxis(size[0], window[0], overlap);
        axes[1] = size.length == 3 ? new TileAxis(size[1], window[1], overlap)
                : new TileAxis(1, 1, overlap);
        axes[2] = new TileAxis(size[last], window[last], overlap);
    }

    private TileGrid(TileAxis[] axes, int[] window) {
        System.arraycopy(axes, 0, this.axes, 0, axes.length);
        this.window = window;
    }

    /** Tiles that begin at multiples of so many pixels only, see {@link TileAxis#aligned}. */
    static TileGrid aligned(int[] size, int[] window, int multiple) {
        TileAxis[] axes = new TileAxis[3];
        Arrays.fill(axes, TileAxis.aligned(1, 1, 1));
        for (int axis = 0; axis < size.length; axis++) {
            axes[ofGrid(axis, size.length)] = TileAxis.aligned(size[axis], window[axis], multiple);
        }
        return new TileGrid(axes, window.clone());
    }

    /** The same tiles in pixels that are so many times larger along each axis of the image. */
    TileGrid coarser(int factor) {
        TileAxis[] coarser = axes.clone();
        int[] sides = window.clone();
        for (int axis = 0; axis < window.length; axis++) {
            int own = ofGrid(axis, window.length);
            coarser[own] = axes[own].coarser(factor);
            sides[axis] = window[axis] / factor;
        }
        return new TileGrid(coarser, sides);
    }

    private static int ofGrid(int axis, int dimensions) {
        return dimensions == 2 ? 2 * axis : axis;
    }

    TileAxis axis(int axis) {
        return axes[axis];
    }

    /** Sides in array order. */
    int[] window() {
        return window.clone();
    }

    int windowPixels() {
        return axes[0].window * axes[1].window * axes[2].window;
    }

    /** The tiles of one position along the first axis. */
    List<int[]> row(int first) {
        List<int[]> tiles = new ArrayList<>();
        for (int middle = 0; middle < axes[1].starts.length; middle++) {
            for (int last = 0; last < axes[2].starts.length; last++) {
                tiles.add(new int[] {first, middle, last});
            }
        }
        return tiles;
    }

    int rows() {
        return axes[0].starts.length;
    }

    int tiles() {
        return axes[0].starts.length * axes[1].starts.length * axes[2].starts.length;
    }

    /** A tile's weights per axis of the image. */
    float[][] weights(int[] tile) {
        float[][] weights = new float[window.length][];
        for (int axis = 0; axis < window.length; axis++) {
            int own = ofGrid(axis, window.length);
            weights[axis] = axes[own].weights(tile[own]);
        }
        return weights;
    }

    /** The first of the image's rows that the tiles of one position along the first axis show, and the last. */
    int[] span(int row) {
        int[] sources = axes[0].sources(row);
        return new int[] {Arrays.stream(sources).min().getAsInt(), Arrays.stream(sources).max().getAsInt()};
    }

    /**
     * The tiles' pixels, [n, C, (D,) H, W], mirrored beyond the image's borders.
     *
     * @param rows all that the tiles show
     */
    Tensor extract(HeldRows rows, List<int[]> tiles) {
        Tensor result = Tensor.zeros(Tensor.batchShape(tiles.size(), rows.channels, window));
        for (int n = 0; n < tiles.size(); n++) {
            extract(rows, tiles.get(n), result.data(), n * rows.channels * windowPixels());
        }
        return result;
    }

    private void extract(HeldRows rows, int[] tile, float[] target, int targetStart) {
        int[] firsts = axes[0].sources(tile[0]);
        int[] middles = axes[1].sources(tile[1]);
        int[] lasts = axes[2].sources(tile[2]);
        float[] source = rows.data;
        int out = targetStart;
        for (int c = 0; c < rows.channels; c++) {
            for (int first : firsts) {
                for (int middle : middles) {
                    int line = ((c * rows.count + first - rows.first) * axes[1].content + middle) * axes[2].content;
                    for (int last : lasts) {
                        target[out++] = source[line + last];
                    }
                }
            }
        }
    }
}
