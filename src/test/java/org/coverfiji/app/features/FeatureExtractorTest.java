package org.coverfiji.app.features;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;

import org.coverfiji.CoverException;
import org.coverfiji.app.cost.AvailableMemory;
import org.coverfiji.app.cost.InferenceEstimate;
import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Padding;
import org.coverfiji.image.format.Geometry;
import org.coverfiji.image.format.UnreadableException;
import org.coverfiji.image.tile.LinearUpsampling;
import org.coverfiji.math.PrincipalComponents;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;

import com.sun.management.ThreadMXBean;

public class FeatureExtractorTest {

    private static final int ALL = 24 + 16 + 16 + 8 + 8;
    private static final float MEAN = 0.5f;
    private static final float STD = 0.25f;

    private final PyramidEngine engine = new PyramidEngine();
    private final FeatureCache cache = new FeatureCache(1 << 30);

    private static FloatImage image(int... size) {
        float[] data = new float[(int) Tensor.size(size)];
        Random random = new Random(5);
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextFloat();
        }
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 0.5);
        return new FloatImage("noise.tif", data, 1, size, spacing, "mm");
    }

    private static ModelFile model(int dimensions, int resize) {
        NetworkConfiguration network = TestModels.network(dimensions, 1);
        float[][] means = new float[5][];
        float[][] stds = new float[5][];
        for (int level = 0; level < 5; level++) {
            means[level] = new float[network.levelChannels(level)];
            stds[level] = new float[network.levelChannels(level)];
            Arrays.fill(means[level], MEAN);
            Arrays.fill(stds[level], STD);
        }
        return TestModels.model(TestModels.description(network, 32).resize(resize)
                .featureStatistics(new FeatureStatistics(means, stds)).build());
    }

    private FeatureExtractor extractor(int dimensions, int resize) {
        return new FeatureExtractor(engine, model(dimensions, resize), cache, AvailableMemory.ofProcess());
    }

    /** What the engine makes of the whole image at once, standardised and weighted. */
    private float[] expected(FloatImage padded, int level) {
        NetworkConfiguration network = TestModels.network(padded.dimensions(), 1);
        Tensor map = engine.backbone(network, 1)
                .features(new Tensor(padded.data(), Tensor.batchShape(1, 1, padded.size())))[level];
        float[] values = map.data().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - MEAN) / STD / Math.sqrt(network.levelChannels(level)));
        }
        return values;
    }

    private static float[] joined(LevelMap map) {
        float[] all = new float[map.channels() * map.pixels()];
        for (int c = 0; c < map.channels(); c++) {
            System.arraycopy(map.channel(c), 0, all, c * map.pixels(), map.pixels());
        }
        return all;
    }

    @Test
    public void everyLevelIsKeptAtItsOwnResolution() {
        FloatImage image = image(48, 64);
        ImageFeatures features = extractor(2, 0).of(image);
        for (int level = 0; level < 5; level++) {
            int stride = 16 >> level;
            assertEquals(stride, features.level(level).stride());
            assertArrayEquals(new int[] {48 / stride, 64 / stride}, features.level(level).size());
            assertArrayEquals(expected(image, level), joined(features.level(level)), 1e-4f);
        }
        assertEquals(ALL, features.features());
    }

    /** The engine pools blocks of pixels: tiles that began elsewhere would pool others. */
    @Test
    public void tilesOfALargeImageShareOneGrid() {
        FloatImage image = image(64, 1200);
        ImageFeatures features = extractor(2, 0).of(image);
        assertEquals("in windows", 512, engine.largestTile[3]);
        for (int level = 0; level < 5; level++) {
            assertArrayEquals(expected(image, level), joined(features.level(level)), 1e-3f);
        }
    }

    @Test
    public void beyondTheImageTheGridIsMirrored() {
        FloatImage image = image(20, 40);
        FloatImage twice = Padding.reflect(image, new int[] {44, 56});
        float[] padded = new float[32 * 48];
        for (int y = 0; y < 32; y++) {
            System.arraycopy(twice.data(), (y + 12) * 56 + 8, padded, y * 48, 48);
        }
        ImageFeatures features = extractor(2, 0).of(image);
        assertArrayEquals(expected(new FloatImage("", padded, 1, new int[] {32, 48}, new double[] {1, 1}, ""), 0),
                joined(features.level(0)), 1e-4f);
    }

    /** All features of a pixel, up-sampled the long way. */
    private static double[][] vectors(ImageFeatures features) {
        int[] size = features.size();
        int[] grid = features.level(4).size();
        double[][] vectors = new double[size[0] * size[1]][features.features()];
        int first = 0;
        for (int level = 0; level < 5; level++) {
            LevelMap map = features.level(level);
            for (int c = 0; c < map.channels(); c++) {
                float[] up = LinearUpsampling.upsample(map.channel(c), 1, map.size(), map.stride());
                for (int i = 0; i < vectors.length; i++) {
                    vectors[i][first + c] = up[i / size[1] * grid[1] + i % size[1]];
                }
            }
            first += map.channels();
        }
        return vectors;
    }

    private static double cosine(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    public void similarityIsTheCosineOfAllFeatures() {
        FloatImage image = image(36, 50);
        ImageFeatures features = extractor(2, 0).of(image);
        double[][] vectors = vectors(features);
        FloatImage alike = features.similarity(features.at(7, 31));
        assertArrayEquals(image.size(), alike.size());
        assertEquals("mm", alike.unit());
        for (int i = 0; i < vectors.length; i++) {
            assertEquals(cosine(vectors[7 * 50 + 31], vectors[i]), alike.data()[i], 1e-5);
        }
        assertEquals(1, alike.data()[7 * 50 + 31], 1e-5);
    }

    @Test
    public void aRegionIsTheMeanOfItsPixelsDirections() {
        ImageFeatures features = extractor(2, 0).of(image(32, 32));
        float[] a = features.at(3, 4);
        float[] b = features.at(20, 9);
        float[] mean = features.mean(new int[][] {{3, 4}, {20, 9}});
        float[] sampled = features.sample(new int[][] {{3, 4}, {20, 9}});
        double length = 0;
        for (int i = 0; i < ALL; i++) {
            length += (a[i] + b[i]) * (a[i] + b[i]);
            assertEquals(b[i], sampled[ALL + i], 0);
        }
        for (int i = 0; i < ALL; i++) {
            assertEquals((a[i] + b[i]) / Math.sqrt(length), mean[i], 1e-6);
        }
    }

    @Test
    public void componentsAreThoseOfTheFeatures() {
        FloatImage image = image(36, 50);
        ImageFeatures features = extractor(2, 0).of(image);
        double[][] vectors = vectors(features);
        PrincipalComponents components = ImageFeatures.components(List.of(features), 3);
        FloatImage reduced = features.reduced(components, 4);
        assertEquals(4, reduced.channels());
        for (int k = 0; k < 4; k++) {
            double[] direction = components.direction(k);
            for (int i = 0; i < vectors.length; i += 37) {
                double sum = -components.offset(k);
                for (int f = 0; f < ALL; f++) {
                    sum += direction[f] * vectors[i][f];
                }
                assertEquals(sum, reduced.data()[k * vectors.length + i], 1e-3);
            }
        }
        assertArrayEquals("of itself alone", features.reduced(4).data(), features.reduced(4).data(), 0);
        assertFails("only 72 features, not 100", () -> features.reduced(100));
    }

    @Test
    public void aResizedImageIsAskedInItsOwnPixels() {
        FloatImage image = image(128, 64);
        ImageFeatures features = extractor(2, 32).of(image);
        assertArrayEquals(new int[] {32, 16}, features.preparedSize());
        assertArrayEquals(new double[] {0, 15}, features.prepared(1.5, 61.5), 1e-9);
        assertArrayEquals(new double[] {1.5, 61.5}, features.original(0, 15), 1e-9);
        assertArrayEquals(new int[] {128, 64}, features.similarity(features.at(90, 12)).size());
    }

    @Test
    public void volumesWorkAlike() {
        FloatImage image = image(11, 30, 17);
        ImageFeatures features = extractor(3, 0).of(image);
        assertArrayEquals(new int[] {16, 32, 32}, features.level(4).size());
        FloatImage alike = features.similarity(features.at(4, 22, 16));
        assertArrayEquals(image.size(), alike.size());
        assertEquals(1, alike.data()[(4 * 30 + 22) * 17 + 16], 1e-5);
        float[] query = features.at(4, 22, 16);
        float[] other = features.at(10, 29, 3);
        double cosine = 0;
        for (int i = 0; i < query.length; i++) {
            cosine += query[i] * other[i];
        }
        assertEquals(cosine, alike.data()[(10 * 30 + 29) * 17 + 3], 1e-5);
        assertEquals(2, features.reduced(2).channels());
    }

    @Test
    public void aSecondLookCostsNothing() {
        FloatImage image = image(48, 64);
        int[] tiles = new int[1];
        FeatureExtractor extractor = extractor(2, 0);
        extractor.setListener((done, total) -> tiles[0]++);
        LevelMap first = extractor.of(image).level(2);
        assertSame("the same content under another name", first, extractor.of(image.withName("copy.tif")).level(2));
        assertEquals("copy.tif", extractor.of(image.withName("copy.tif")).name());
        assertEquals(1, tiles[0]);
        assertNotSame("another model", first, extractor(2, 32).of(image).level(2));
        float[] brighter = image.data().clone();
        brighter[17] += 0.1f;
        assertNotSame("another content", first, extractor.of(image.withData(brighter, 1)).level(2));
    }

    /** Beyond what the extractor keeps, a stack holds features only for those who ask again and again. */
    @Test
    public void aStackKeepsFeaturesWhereThatIsAskedFor() throws Exception {
        List<FloatImage> images = List.of(image(48, 64), image(64, 48));
        for (boolean keeping : new boolean[] {true, false}) {
            int[] tiles = new int[1];
            FeatureExtractor extractor = new FeatureExtractor(engine, model(2, 0), new FeatureCache(1),
                    AvailableMemory.ofProcess());
            extractor.setListener((done, total) -> tiles[0]++);
            FeatureStack stack = new FeatureStack(extractor, images, new Geometry(64, 48, 1, 2, 1));
            if (keeping) {
                stack.keeping();
            }
            stack.get(0);
            stack.get(1);
            System.gc();
            stack.get(0);
            assertEquals(keeping ? 2 : 3, tiles[0]);
        }
    }

    @Test
    public void theCacheForgetsWhatWasUsedLongestAgo() {
        FeatureCache small = new FeatureCache(3 * 40_000);
        FeatureMaps[] maps = new FeatureMaps[4];
        for (int i = 0; i < maps.length; i++) {
            float[][][] levels = new float[5][1][0];
            levels[4][0] = new float[5000];
            maps[i] = new FeatureMaps(levels, new int[] {50, 100}, new int[] {50, 100});
            if (i == 3) {
                assertSame(maps[0], small.get("0"));
            }
            small.put(String.valueOf(i), maps[i]);
        }
        assertSame(maps[0], small.get("0"));
        assertNull("the oldest that nobody asked for", small.get("1"));
        assertSame(maps[3], small.get("3"));
    }

    @Test
    public void memoryIsEstimatedAndRefusedInOneSentence() {
        FeatureExtractor extractor = extractor(2, 0);
        FloatImage image = image(48, 64);
        ImageFeatures features = extractor.of(image);
        long held = 0;
        for (int level = 0; level < 5; level++) {
            held += (long) features.level(level).channels() * features.level(level).pixels();
        }
        assertEquals(held, PyramidMemory.values(TestModels.network(2, 1), image.size()), 0);
        engine.mostPixels = 0;
        assertFails("There is not enough memory for the features of noise.tif; crop or shrink it",
                () -> extractor.of(image(32, 32)));
    }

    /** Whatever is short, Java's memory or the process's. */
    @Test
    public void whatDoesNotFitIsRefusedBeforeTheNetworkIsAsked() throws Exception {
        FloatImage image = image(48, 64);
        for (AvailableMemory little : List.of(new AvailableMemory(20_000, 1L << 40),
                new AvailableMemory(1L << 40, 100_000_000))) {
            engine.largestTile = new int[0];
            FeatureExtractor shortOfMemory = new FeatureExtractor(engine, model(2, 0), cache, little);
            assertFails("noise.tif, 64 × 48 pixels, needs about", () -> shortOfMemory.of(image));
            assertFails("s.tif, 64 × 48 pixels, needs about", () -> shortOfMemory.requireMemory("s.tif",
                    geometry(image), new FeatureUse("to be searched", 1, 1, 0)));
            assertEquals(0, engine.largestTile.length);
        }
    }

    @Test
    public void smallerWindowsAreTakenWhereMemoryIsShort() throws Exception {
        FloatImage image = image(128, 160);
        List<String> log = new ArrayList<>();
        InferenceEstimate whole = new FeatureExtractor(engine, model(2, 0), cache, AvailableMemory.ofProcess())
                .estimate(geometry(image), FeatureUse.FEATURES);
        FeatureExtractor little = new FeatureExtractor(engine, model(2, 0), cache,
                new AvailableMemory(1L << 40, whole.memoryBytes() - 1));
        little.setLog(log::add);
        little.of(image);
        assertArrayEquals(new int[] {1, 1, 64, 80}, engine.largestTile);
        assertEquals(List.of("The memory does not suffice for windows of 160 × 128 pixels; noise.tif is done by windows"
                + " of 80 × 64, which see less around each pixel."), log);
        // Not those of smaller windows.
        extractor(2, 0).of(image);
        assertArrayEquals(new int[] {1, 1, 128, 160}, engine.largestTile);
    }

    @Test
    public void windowsAreHalvedWhereMemoryEndsAndTheLogSaysSo() {
        FloatImage image = image(128, 160);
        List<String> log = new ArrayList<>();
        engine.mostPixels = 64 * 80;
        FeatureExtractor extractor = extractor(2, 0);
        extractor.setLog(log::add);
        ImageFeatures halved = extractor.of(image);
        assertArrayEquals(new int[] {1, 1, 64, 80}, engine.largestTile);
        assertEquals(List.of("The memory does not suffice for windows of 160 × 128 pixels; noise.tif is done by windows"
                + " of 80 × 64, which see less around each pixel."), log);
        // This engine looks at no surroundings, so that windows make no difference.
        engine.mostPixels = Long.MAX_VALUE;
        for (int level = 0; level < 5; level++) {
            assertArrayEquals(expected(image, level), joined(halved.level(level)), 1e-4f);
        }
        assertNotSame("those of whole windows are others", halved.level(0), extractor.of(image).level(0));
        assertArrayEquals(new int[] {1, 1, 128, 160}, engine.largestTile);
    }

    /** Of images that are done, as far as they are kept, in the process's memory; Java's gives them back. */
    @Test
    public void keptFeaturesCountInTheProcessAlone() throws Exception {
        long heap = 4_000_000;
        FeatureExtractor extractor = new FeatureExtractor(engine, model(2, 0), cache,
                new AvailableMemory(heap, 1L << 40));
        InferenceEstimate one = extractor.estimate(new Geometry(64, 64, 1, 1, 1), FeatureUse.FEATURES);
        long image = 4 * 64 * 64;
        long features = 4 * (long) PyramidMemory.values(TestModels.network(2, 1), new int[] {64, 64}) + image;
        InferenceEstimate three = extractor.estimate(new Geometry(64, 64, 1, 3, 1), FeatureUse.FEATURES);
        assertEquals(one.heapBytes() + 2 * image, three.heapBytes());
        assertEquals(one.memoryBytes() + 1.3 * 2 * (image + features), three.memoryBytes(), 2);
        InferenceEstimate many = extractor.estimate(new Geometry(64, 64, 1, 50, 1), FeatureUse.FEATURES);
        assertEquals(one.memoryBytes() + 1.3 * (49 * image + heap / 4 - features), many.memoryBytes(), 2);
    }

    /** A few maps' worth: no channel is brought to full resolution as a whole, which would be a hundred. */
    @Test
    public void similarityTakesLittleMemory() throws Exception {
        ImageFeatures features = extractor(2, 0).of(image(256, 256));
        float[] vector = features.at(3, 4);
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            long bytes = one.submit(() -> {
                ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
                features.similarity(vector);
                return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            }).get();
            long map = Float.BYTES * 256 * 256;
            assertTrue(bytes / (double) map + " maps", bytes < 20 * map);
        } finally {
            one.shutdown();
        }
    }

    private static Geometry geometry(FloatImage image) throws UnreadableException {
        return new Geometry(image.size()[1], image.size()[0], 1, 1, 1);
    }

    @Test
    public void windowsAreAsLargeAsTheirActivationsMayBe() {
        assertEquals(512, FeatureExtractor.windowSide(
                new NetworkConfiguration(2, 1, NetworkConfiguration.widthsFrom(32))));
        assertEquals(80, FeatureExtractor.windowSide(
                new NetworkConfiguration(3, 1, NetworkConfiguration.widthsFrom(32))));
    }

    @Test
    public void namesWhatDoesNotFit() {
        ImageFeatures features = extractor(2, 0).of(image(32, 40));
        assertFails("The point 40,3 lies outside noise.tif, which has 40,32 pixels", () -> features.at(3, 40));
        assertFails("The point 3 has 1 coordinates, but noise.tif has 2 dimensions", () -> features.at(3));
        assertFails("The region holds no pixel of noise.tif", () -> features.mean(new int[0][]));
        assertFails("noise.tif is a 3D image", () -> extractor(2, 0).of(image(16, 16, 16)));
        ModelFile unfinished = TestModels.model(
                TestModels.description(TestModels.network(2, 1), 32).iterations(3, 10).build());
        assertFails("no feature statistics (3 of 10 iterations done)",
                () -> new FeatureExtractor(engine, unfinished));
    }

    private static void assertFails(String expected, ThrowingRunnable action) {
        CoverException e = assertThrows(CoverException.class, action);
        assertTrue(e.getMessage(), e.getMessage().contains(expected));
    }
}
