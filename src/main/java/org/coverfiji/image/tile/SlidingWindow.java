package org.coverfiji.image.tile;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageRows;

/**
 * Applies a network to an image of any size, tile by tile: neighbours overlap, usually by half, and results are
 * averaged with raised-cosine weights, so that pixels near a tile's rim, which lack surroundings, hardly count, and
 * tiles that differ as a whole (group normalisation depends on what it sees) leave no step. Beyond its borders an image
 * is mirrored. 2D and 3D; deterministic; at most one window's height of results is held at a time.
 *
 * <pre>
 * FloatImage features = new SlidingWindow(128, 128).apply(image, tiles -&gt; network.features(tiles)[4]);
 * </pre>
 */
public final class SlidingWindow {

    /** Tiles are batched up to this many pixels, as many as in a usual training step: memory stays bounded. */
    private static final int BATCH_PIXELS = 1 << 17;

    /** Share of a tile that the next one covers too. */
    public static final double USUAL_OVERLAP = 0.5;
    /** Smaller windows show too little to be worth it. */
    private static final int LEAST_HALVED = 32;

    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** The window is as large as the image between these sides; smallest null: whatever its size. */
    private final int[] smallest;
    private final int[] largest;
    private final double overlap;
    private final TileListener listener;

    /** @param patch the window's sides in array order; rounded up to multiples of 16 */
    public SlidingWindow(int... patch) {
        this(NetworkConfiguration.roundedUp(patch), NetworkConfiguration.roundedUp(patch), USUAL_OVERLAP,
                TileListener.SILENT);
    }

    private SlidingWindow(int[] smallest, int[] largest, double overlap, TileListener listener) {
        this.smallest = smallest;
        this.largest = largest;
        this.overlap = overlap;
        this.listener = listener;
    }

    /** One window as large as the image, mirrored to multiples of 16 on both sides and cropped again. */
    public static SlidingWindow wholeImage() {
        return new SlidingWindow(null, null, USUAL_OVERLAP, TileListener.SILENT);
    }

    /**
     * A window as large as the image, but not larger than some side, nor smaller than the patch.
     *
     * @param side the longest side where the patch's is not longer
     */
    public static SlidingWindow upTo(int side, int... patch) {
        int[] longest = Arrays.stream(patch).map(length -> Math.max(length, side)).toArray();
        return new SlidingWindow(NetworkConfiguration.roundedUp(patch), NetworkConfiguration.roundedUp(longest),
                USUAL_OVERLAP, TileListener.SILENT);
    }

    /** The same window, telling its progress. */
    public SlidingWindow withListener(TileListener newListener) {
        return new SlidingWindow(smallest, largest, overlap, newListener);
    }

    /**
     * The same window with other steps.
     *
     * @param share of a tile that the next one covers too, from 0 to 0.5: the less, the faster, and the more of tiles'
     *        rims, which lack surroundings, is seen
     */
    public SlidingWindow withOverlap(double share) {
        return new SlidingWindow(smallest, largest, share, listener);
    }

    private TileGrid grid(int[] size) {
        int[] sides = NetworkConfiguration.roundedUp(size);
        if (smallest != null) {
            if (smallest.length != size.length) {
                throw new IllegalArgumentException("window " + Arrays.toString(smallest) + " for an image of "
                        + Arrays.toString(size));
            }
            Arrays.setAll(sides, axis -> Math.min(largest[axis], Math.max(smallest[axis], sides[axis])));
        }
        return new TileGrid(size, sides, overlap);
    }

    /**
     * Does work on an image with this window, and where memory does not suffice with one of half its sides, and so on.
     * Near their rims and in what they see as a whole, smaller windows give other results.
     *
     * @param log takes a line for every halving
     * @param work may be begun several times
     */
    public <T> T withinMemory(FloatImage image, Consumer<String> log, Function<SlidingWindow, T> work) {
        return withinMemory(image.name(), image.size(), log, work);
    }

    /** The same of an image that is known by its name and extents, array order. */
    public <T> T withinMemory(String name, int[] size, Consumer<String> log, Function<SlidingWindow, T> work) {
        SlidingWindow window = this;
        while (true) {
            try {
                return work.apply(window);
            } catch (RuntimeException | OutOfMemoryError e) {
                SlidingWindow smaller = MemoryShortage.isIn(e) ? window.halved(size) : null;
                if (smaller == null) {
                    throw e;
                }
                log.accept(window.smallerNote(name, size, smaller));
                window = smaller;
            }
        }
    }

    /** Sides of the window for an image of some extents, array order. */
    public int[] sides(int[] size) {
        return grid(size).window();
    }

    /** How many windows pass at once where an image has some extents. */
    public int atOnce(int[] size) {
        TileGrid grid = grid(size);
        return Math.min(batch(grid), grid.row(0).size());
    }

    private static int batch(TileGrid grid) {
        return Math.max(1, BATCH_PIXELS / grid.windowPixels());
    }

    /** A window of half the sides that this one has for an image of some extents; null if none is worth it. */
    public SlidingWindow halved(int[] size) {
        int[] sides = sides(size);
        if (Arrays.stream(sides).max().getAsInt() <= LEAST_HALVED) {
            return null;
        }
        int[] halves = NetworkConfiguration.roundedUp(Arrays.stream(sides).map(side -> (side + 1) / 2).toArray());
        return new SlidingWindow(halves, halves, overlap, listener);
    }

    /** What the log says where a smaller window takes this one's place. */
    public String smallerNote(String name, int[] size, SlidingWindow smaller) {
        return "The memory does not suffice for windows of " + text(sides(size)) + " pixels; " + name
                + " is done by windows of " + text(smaller.sides(size)) + ", which see less around each pixel.";
    }

    /** Sides in array order as people read them, width first. */
    public static String text(int... sides) {
        return IntStream.range(0, sides.length).mapToObj(i -> String.valueOf(sides[sides.length - 1 - i]))
                .collect(Collectors.joining(" × "));
    }

    /** How many tiles an image takes. */
    public int tiles(FloatImage image) {
        return tiles(image.size());
    }

    /** How many tiles an image of some extents takes. */
    public int tiles(int[] size) {
        return grid(size).tiles();
    }

    /**
     * The whole result.
     *
     * @return K channels on the image's own grid
     * @throws CoverException if the result is too large for one image in memory
     */
    public FloatImage apply(FloatImage image, TileFunction function) {
        float[][] result = new float[1][];
        int[] count = new int[1];
        int pixels = image.pixels();
        int rowLength = pixels / image.size()[0];
        apply(image, function, (firstRow, rows, channels) -> {
            if (result[0] == null) {
                count[0] = channels.length;
                result[0] = new float[resultLength(image, channels.length)];
            }
            for (int k = 0; k < channels.length; k++) {
                System.arraycopy(channels[k], 0, result[0], k * pixels + firstRow * rowLength, rows * rowLength);
            }
        });
        return image.withData(result[0], count[0]);
    }

    /**
     * How many values a result holds.
     *
     * @throws CoverException if that is more than one image can hold
     */
    public static int resultLength(FloatImage image, int channels) {
        long length = (long) channels * image.pixels();
        if (length > LARGEST_ARRAY) {
            throw new CoverException(image.name() + " with " + channels + " features per pixel has " + length
                    + " values, more than the " + LARGEST_ARRAY + " that one image can hold; ask for at most "
                    + LARGEST_ARRAY / image.pixels() + " features.");
        }
        return (int) length;
    }

    /**
     * The result in bands of finished rows.
     *
     * @throws CancelledException if the thread was interrupted
     */
    public void apply(FloatImage image, TileFunction function, BandConsumer consumer) {
        HeldRows all = HeldRows.all(image);
        apply(grid(image.size()), row -> all, function, consumer);
    }

    /**
     * The same of an image that is read row by row: no more than one window's height of it is held at a time.
     *
     * @throws CancelledException if the thread was interrupted
     */
    public void apply(ImageRows image, TileFunction function, BandConsumer consumer) {
        TileGrid grid = grid(image.size());
        apply(grid, row -> {
            int[] span = grid.span(row);
            int count = span[1] - span[0] + 1;
            return new HeldRows(image.read(span[0], count), image.channels(), span[0], count);
        }, function, consumer);
    }

    /** @param source the image's rows that a row of tiles shows */
    private void apply(TileGrid grid, IntFunction<HeldRows> source, TileFunction function, BandConsumer consumer) {
        int batch = batch(grid);
        BandAccumulator sum = null;
        int done = 0;
        for (int row = 0; row < grid.rows(); row++) {
            List<int[]> tiles = grid.row(row);
            HeldRows rows = source.apply(row);
            int start = 0;
            while (start < tiles.size()) {
                CancelledException.ifInterrupted();
                List<int[]> some = tiles.subList(start, Math.min(tiles.size(), start + batch));
                Tensor results;
                try {
                    results = function.apply(grid.extract(rows, some));
                } catch (RuntimeException | OutOfMemoryError e) {
                    if (!MemoryShortage.isIn(e) || some.size() == 1) {
                        throw e;
                    }
                    // Tiles do not see each other: fewer at once give the same.
                    batch = some.size() / 2;
                    continue;
                }
                start += some.size();
                requireFullResolution(results, some.size(), grid);
                if (sum == null) {
                    sum = new BandAccumulator(grid, results.size(1));
                }
                for (int n = 0; n < some.size(); n++) {
                    sum.add(results, n, some.get(n));
                }
                done += some.size();
                listener.tilesDone(done, grid.tiles());
            }
            boolean last = row == grid.rows() - 1;
            sum.finishBefore(last ? grid.axis(0).size : grid.axis(0).starts[row + 1], consumer);
        }
    }

    private static void requireFullResolution(Tensor results, int batch, TileGrid grid) {
        int[] shape = results.shape();
        if (shape[0] != batch || !Arrays.equals(Arrays.copyOfRange(shape, 2, shape.length), grid.window())) {
            throw new IllegalStateException("A tile function made " + results + " of " + batch + " tiles of "
                    + Arrays.toString(grid.window()));
        }
    }

    /**
     * Shows some tiles to a visitor, without results: for statistics that a later pass needs.
     *
     * @param limit how many tiles at most; where there are more, a random choice of them, in order
     */
    public void sample(FloatImage image, int limit, SplittableRandom random, TileVisitor visitor) {
        TileGrid grid = grid(image.size());
        HeldRows rows = HeldRows.all(image);
        int total = grid.tiles();
        int chosen = Math.min(limit, total);
        int done = 0;
        int seen = 0;
        for (int row = 0; row < grid.rows(); row++) {
            for (int[] tile : grid.row(row)) {
                CancelledException.ifInterrupted();
                // Each tile with the probability that leaves exactly the wanted number at the end.
                if (random.nextInt(total - seen++) < chosen - done) {
                    visitor.visit(grid.extract(rows, List.of(tile)), grid.weights(tile));
                    listener.tilesDone(++done, chosen);
                }
            }
        }
    }
}
