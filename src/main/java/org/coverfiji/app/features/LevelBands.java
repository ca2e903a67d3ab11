package org.coverfiji.app.features;

import java.util.Arrays;
import java.util.function.Consumer;

import org.coverfiji.CancelledException;
import org.coverfiji.image.tile.UpsampledRows;

/**
 * Goes through an image in bands of rows, several at once, and brings the levels' maps to its resolution band by band:
 * beside the maps themselves that takes hardly any memory.
 */
final class LevelBands {

    /** As many as one row of the coarsest level spans. */
    private static final int ROWS = 16;

    private final LevelMap[] levels;
    private final int height;
    private final int width;
    private final int bandsOfPlane;
    private final int bands;

    /** @param size of the image, which begins where the maps do and ends before them */
    LevelBands(LevelMap[] levels, int[] size) {
        this.levels = levels;
        height = size[size.length - 2];
        width = size[size.length - 1];
        bandsOfPlane = (height + ROWS - 1) / ROWS;
        bands = bandsOfPlane * (size.length == 3 ? size[0] : 1);
    }

    /**
     * Does some work on every band.
     *
     * @throws CancelledException if this thread was interrupted
     */
    void each(Consumer<Band> work) {
        Portions.each(bands, Band::new, (band, number) -> {
            band.become(number);
            work.accept(band);
        });
    }

    /** Some rows of the image. */
    final class Band {

        private final UpsampledRows[] rows = Arrays.stream(levels)
                .map(level -> new UpsampledRows(level.size(), level.stride(), ROWS, width))
                .toArray(UpsampledRows[]::new);
        private int plane;
        private int first;
        private int count;

        private void become(int number) {
            plane = number / bandsOfPlane;
            first = number % bandsOfPlane * ROWS;
            count = Math.min(ROWS, height - first);
        }

        /** Its first pixel in the image. */
        int start() {
            return (plane * height + first) * width;
        }

        int pixels() {
            return count * width;
        }

        /**
         * What a map says of the band's pixels, row after row; it holds until the level is asked for again.
         *
         * @param map on the level's own grid
         */
        float[] of(int level, float[] map) {
            return rows[level].of(map, plane, first, count);
        }
    }
}
