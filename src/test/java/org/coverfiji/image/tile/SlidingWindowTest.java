package org.coverfiji.image.tile;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.coverfiji.MemoryShortage;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.junit.Test;

public class SlidingWindowTest {

    private static FloatImage noise(int channels, int... size) {
        float[] data = new float[(int) (channels * Tensor.size(size))];
        Random random = new Random(5);
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat();
        }
        double[] spacing = new double[size.length];
        Arrays.setAll(spacing, axis -> 0.5 + axis);
        return new FloatImage("noise", data, channels, size, spacing, "mm");
    }

    @Test
    public void identityGivesTheImageBackWhateverItsSize() {
        int[][] sizes = {{16, 16}, {9, 11}, {1, 40}, {33, 16}, {32, 48}, {50, 71}, {16, 100}, {12, 90}};
        for (int[] size : sizes) {
            FloatImage image = noise(2, size);
            assertArrayEquals(Arrays.toString(size), image.data(),
                    new SlidingWindow(16, 16).apply(image, tiles -> tiles).data(), 1e-6f);
            assertArrayEquals(Arrays.toString(size), image.data(),
                    SlidingWindow.wholeImage().apply(image, tiles -> tiles).data(), 0);
        }
    }

    @Test
    public void identityGivesTheImageBackIn3D() {
        int[][] sizes = {{16, 16, 16}, {7, 20, 16}, {36, 17, 25}, {40, 3, 33}};
        for (int[] size : sizes) {
            FloatImage image = noise(2, size);
            assertArrayEquals(Arrays.toString(size), image.data(),
                    new SlidingWindow(16, 16, 16).apply(image, tiles -> tiles).data(), 1e-6f);
        }
    }

    @Test
    public void windowsMayDifferBetweenAxes() {
        FloatImage image = noise(1, 40, 80);
        List<int[]> shapes = new ArrayList<>();
        FloatImage result = new SlidingWindow(10, 47).apply(image, tiles -> {
            shapes.add(tiles.shape());
            return tiles;
        });
        assertArrayEquals(image.data(), result.data(), 1e-6f);
        for (int[] shape : shapes) {
            assertArrayEquals("rounded up", new int[] {16, 48}, Arrays.copyOfRange(shape, 2, 4));
        }
    }

    @Test
    public void aConstantStaysAConstantAndGeometryIsKept() {
        FloatImage image = noise(1, 45, 37);
        FloatImage result = new SlidingWindow(16, 16).apply(image, tiles -> {
            Tensor constant = Tensor.zeros(tiles.size(0), 3, 16, 16);
            Arrays.fill(constant.data(), 7.5f);
            return constant;
        });
        assertEquals(3, result.channels());
        assertArrayEquals(image.size(), result.size());
        assertArrayEquals(image.spacing(), result.spacing(), 0);
        assertEquals("mm", result.unit());
        for (float value : result.data()) {
            assertEquals(7.5f, value, 1e-5f);
        }
    }

    @Test
    public void overlapIsTheWeightedMean() {
        FloatImage image = noise(1, 16, 24);
        int[] tile = new int[1];
        FloatImage result = new SlidingWindow(16, 16).apply(image, tiles -> {
            Tensor numbers = Tensor.zeros(tiles.shape());
            for (int i = 0; i < numbers.data().length; i++) {
                numbers.data()[i] = tile[0] + i / 256;
            }
            tile[0] += tiles.size(0);
            return numbers;
        });
        TileAxis axis = new TileAxis(24, 16, 0.5);
        for (int x = 0; x < 24; x++) {
            float expected = x < 8 ? 0 : axis.weights(1)[x - 8];
            assertEquals("x = " + x, expected, result.data()[5 * 24 + x], 1e-6f);
        }
    }

    @Test
    public void bandsComeInOrderEachRowOnceAndNoTallerThanTheWindow() {
        FloatImage image = noise(2, 83, 30);
        float[] joined = new float[image.data().length];
        int[] next = new int[1];
        new SlidingWindow(32, 32).apply(image, tiles -> tiles, (firstRow, rows, channels) -> {
            assertEquals(next[0], firstRow);
            assertEquals(2, channels.length);
            assertEquals("memory: one window's height", 32 * 30, channels[0].length);
            for (int k = 0; k < 2; k++) {
                System.arraycopy(channels[k], 0, joined, (k * 83 + firstRow) * 30, rows * 30);
            }
            next[0] += rows;
        });
        assertEquals(83, next[0]);
        assertArrayEquals(image.data(), joined, 1e-6f);
    }

    @Test
    public void wholeImageIsOneTilePaddedToAMultipleOf16() {
        FloatImage image = noise(1, 20, 45);
        List<int[]> shapes = new ArrayList<>();
        SlidingWindow.wholeImage().apply(image, tiles -> {
            shapes.add(tiles.shape());
            return tiles;
        });
        assertEquals(1, shapes.size());
        assertArrayEquals(new int[] {1, 1, 32, 48}, shapes.get(0));
    }

    @Test
    public void progressCountsEveryTileAndMayStopTheWork() {
        FloatImage image = noise(1, 40, 40);
        List<Integer> done = new ArrayList<>();
        SlidingWindow window = new SlidingWindow(16, 16);
        window.withListener((n, total) -> {
            assertEquals(16, total);
            done.add(n);
        }).apply(image, tiles -> tiles);
        assertEquals(16, window.tiles(image));
        assertEquals(16, (int) done.get(done.size() - 1));
        assertThrows(IllegalStateException.class, () -> window.withListener((n, total) -> {
            throw new IllegalStateException("stop");
        }).apply(image, tiles -> tiles));
    }

    @Test
    public void refusesAFunctionOfAnotherResolution() {
        assertThrows(IllegalStateException.class,
                () -> new SlidingWindow(16, 16).apply(noise(1, 20, 20), tiles -> Tensor.zeros(tiles.size(0), 1, 8, 8)));
    }

    @Test
    public void refusesResultsThatNoArrayHolds() {
        FloatImage image = noise(1, 1000, 1000);
        CoverException e = assertThrows(CoverException.class, () -> SlidingWindow.resultLength(image, 3000));
        assertTrue(e.getMessage(), e.getMessage().contains("at most 2147 features"));
    }

    @Test
    public void sampleShowsDistinctTilesAndTheirWeights() {
        FloatImage image = noise(1, 100, 12);
        List<Float> seen = new ArrayList<>();
        new SlidingWindow(16, 16).sample(image, 5, new SplittableRandom(3), (tile, weights) -> {
            assertEquals(2, weights.length);
            assertTrue(weights[0][8] > 0.1 && weights[0][8] < 1);
            assertArrayEquals(new float[] {0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, weights[1], 0);
            seen.add(tile.data()[2]);
        });
        assertEquals(5, seen.size());
        assertEquals(5, seen.stream().distinct().count());
        int[] count = new int[1];
        new SlidingWindow(16, 16).sample(image, 50, new SplittableRandom(3), (tile, weights) -> count[0]++);
        assertEquals("all there are", 12, count[0]);
    }

    @Test
    public void seamsOfTilesThatDisagreeAreBlended() {
        FloatImage image = smoothNoise();
        // As group normalisation does: what a tile gives depends on what else is in it.
        FloatImage blended = new SlidingWindow(32, 32).apply(image, SlidingWindowTest::minusTileMean);
        // The image itself has no seams: its ratio is what these few borders give by chance.
        double chance = SeamMeasure.atBorders(image, 32, 32);
        assertEquals(chance, SeamMeasure.atBorders(blended, 32, 32), 0.02);
        assertEquals(SeamMeasure.atHandOvers(image, 32, 32), SeamMeasure.atHandOvers(blended, 32, 32), 0.02);
        // The same tiles without blending, side by side.
        float[] pasted = new float[160 * 160];
        for (int y = 0; y < 160; y += 16) {
            for (int x = 0; x < 160; x += 16) {
                paste(image, pasted, y, x);
            }
        }
        assertTrue("the test's tiles do disagree",
                SeamMeasure.atBorders(image.withData(pasted, 1), 32, 32) > 1.5 * chance);
    }

    /** Noise with structures of about ten pixels. */
    private static FloatImage smoothNoise() {
        FloatImage coarse = noise(1, 20, 20);
        float[] fine = LinearUpsampling.upsample(coarse.data(), 1, coarse.size(), 8);
        return noise(1, 160, 160).withData(fine, 1);
    }

    private static void paste(FloatImage image, float[] target, int top, int left) {
        Tensor tile = Tensor.zeros(1, 1, 16, 16);
        for (int i = 0; i < 256; i++) {
            tile.data()[i] = image.data()[(top + i / 16) * 160 + left + i % 16];
        }
        Tensor result = minusTileMean(tile);
        for (int i = 0; i < 256; i++) {
            target[(top + i / 16) * 160 + left + i % 16] = result.data()[i];
        }
    }

    private static Tensor minusTileMean(Tensor tiles) {
        Tensor result = Tensor.zeros(tiles.shape());
        int pixels = tiles.size(2) * tiles.size(3);
        for (int n = 0; n < tiles.size(0); n++) {
            double sum = 0;
            for (int i = n * pixels; i < (n + 1) * pixels; i++) {
                sum += tiles.data()[i];
            }
            for (int i = n * pixels; i < (n + 1) * pixels; i++) {
                result.data()[i] = (float) (tiles.data()[i] - sum / pixels);
            }
        }
        return result;
    }

    @Test
    public void seamMeasureSeesASeam() {
        float[] data = new float[32 * 32];
        for (int i = 0; i < data.length; i++) {
            data[i] = (i % 2 + i / 32 % 2) * 0.1f + (i % 32 >= 8 ? 1 : 0);
        }
        FloatImage steps = noise(1, 32, 32).withData(data, 1);
        assertTrue("a tile begins at 8", SeamMeasure.atBorders(steps, 16, 16) > 1.5);
        assertTrue(SeamMeasure.atHandOvers(steps, 16, 16) < 1);
        for (int i = 0; i < data.length; i++) {
            data[i] = (i % 2 + i / 32 % 2) * 0.1f + (i % 32 >= 12 ? 1 : 0);
        }
        assertTrue("tiles from 0 and from 8 weigh alike at 12", SeamMeasure.atHandOvers(steps, 16, 16) > 1.5);
        assertTrue(SeamMeasure.atBorders(steps, 16, 16) < 1);
    }

    @Test
    public void theWindowGrowsWithTheImageBetweenItsBounds() {
        SlidingWindow window = SlidingWindow.upTo(64, 32, 32);
        assertArrayEquals("the patch at least", new int[] {1, 1, 32, 48}, firstShape(window, 20, 45));
        assertArrayEquals("no more than the side", new int[] {1, 1, 64, 64}, firstShape(window, 64, 300));
        assertEquals(1, window.tiles(noise(1, 64, 50)));
        assertArrayEquals("a larger patch prevails", new int[] {1, 1, 96, 80},
                firstShape(SlidingWindow.upTo(64, 96, 80), 300, 300));
        FloatImage image = noise(2, 70, 90);
        assertArrayEquals(image.data(), window.apply(image, tiles -> tiles).data(), 1e-6f);
    }

    /** Of the first tile that a window shows. */
    private static int[] firstShape(SlidingWindow window, int... size) {
        List<int[]> shapes = new ArrayList<>();
        window.sample(noise(1, size), 1, new SplittableRandom(1), (tile, weights) -> shapes.add(tile.shape()));
        return shapes.get(0);
    }

    @Test
    public void aTileHandsOverGraduallyAndItsRimHardlyCounts() {
        TileAxis axis = new TileAxis(96, 64, 0.5);
        float[] first = axis.weights(0);
        float[] second = axis.weights(1);
        assertEquals("alone", 1, first[31], 0);
        assertEquals("the middle of the overlap", 0.5, (first[47] + first[48]) / 2, 1e-6);
        assertEquals("a quarter of the overlap", 0.146, (second[7] + second[8]) / 2, 1e-3);
        assertTrue(second[0] > 0 && second[0] < 1e-3);
        for (int i = 0; i < 32; i++) {
            assertEquals(1, first[32 + i] + second[i], 1e-6);
        }
    }

    private static Tensor atMost(Tensor tiles, long pixels) {
        if (tiles.data().length > pixels) {
            throw new IllegalStateException(new OutOfMemoryError("Physical memory usage is too high"));
        }
        float[] values = new float[tiles.data().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 2 * tiles.data()[i];
        }
        return new Tensor(values, tiles.shape());
    }

    private static FloatImage ramp(int side) {
        float[] data = new float[side * side];
        for (int i = 0; i < data.length; i++) {
            data[i] = i;
        }
        return new FloatImage("ramp", data, 1, new int[] {side, side}, new double[] {1, 1}, "mm");
    }

    @Test
    public void fewerTilesAtOnceGiveTheSameWhereMemoryEnds() {
        SlidingWindow window = new SlidingWindow(32, 32);
        FloatImage all = window.apply(ramp(100), tiles -> atMost(tiles, Long.MAX_VALUE));
        FloatImage one = window.apply(ramp(100), tiles -> atMost(tiles, 32 * 32));
        assertArrayEquals(all.data(), one.data(), 0);
    }

    @Test
    public void windowsAreHalvedWhereMemoryEndsAndTheLogSaysSo() {
        List<String> log = new ArrayList<>();
        FloatImage result = SlidingWindow.wholeImage().withinMemory(ramp(120), log::add,
                window -> window.apply(ramp(120), tiles -> atMost(tiles, 40 * 40)));
        for (int i = 0; i < result.data().length; i++) {
            assertEquals(2.0 * i, result.data()[i], 1e-2 * i + 1e-2);
        }
        assertEquals(List.of("The memory does not suffice for windows of 128 × 128 pixels; ramp is done by windows of"
                + " 64 × 64, which see less around each pixel.", "The memory does not suffice for windows of 64 × 64"
                + " pixels; ramp is done by windows of 32 × 32, which see less around each pixel."), log);
        RuntimeException e = assertThrows(IllegalStateException.class, () -> new SlidingWindow(64, 64).withinMemory(
                ramp(120), log::add, window -> window.apply(ramp(120), tiles -> atMost(tiles, 0))));
        assertTrue(MemoryShortage.isIn(e));
        assertEquals("once more", 3, log.size());
        assertThrows(ArithmeticException.class, () -> new SlidingWindow(64, 64).withinMemory(ramp(120), log::add,
                window -> {
                    throw new ArithmeticException();
                }));
    }
}
