package org.coverfiji.app.propagate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.CoverException;
import org.coverfiji.app.features.FeatureExtractor;
import org.coverfiji.app.features.ImageFeatures;
import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelClasses;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.image.label.LabelledImage;
import org.coverfiji.image.label.LabelledImages;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Test;

/** With features that are known: powers of the average intensity, so that answers can be planted. */
public class PropagatorTest {

    private static final float[] INTENSITIES = {0, 0.5f, 1};
    private static final LabelClasses CLASSES = LabelClasses.of(List.of("background", "organ", "bone"));

    private final PyramidEngine engine = new PyramidEngine();

    /** @param coarse what the deviation of all levels but the finest is said to be: 1000 leaves nothing of them */
    private static ModelFile model(int dimensions, int resize, float coarse) {
        NetworkConfiguration network = TestModels.network(dimensions, 1);
        float[][] means = new float[NetworkConfiguration.LEVELS][];
        float[][] deviations = new float[NetworkConfiguration.LEVELS][];
        for (int level = 0; level < means.length; level++) {
            means[level] = new float[network.levelChannels(level)];
            deviations[level] = new float[network.levelChannels(level)];
            Arrays.fill(means[level], level + 0.4f);
            Arrays.fill(deviations[level], level == NetworkConfiguration.LEVELS - 1 ? 0.25f : coarse);
        }
        return TestModels.model(TestModels.description(network, 16).resize(resize)
                .featureStatistics(new FeatureStatistics(means, deviations)).build());
    }

    private static FloatImage image(String name, int[] classes, int... size) {
        float[] data = new float[classes.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = INTENSITIES[classes[i]];
        }
        double[] spacing = new double[size.length];
        Arrays.fill(spacing, 0.7);
        return new FloatImage(name, data, 1, size, spacing, "mm");
    }

    private static int[] random(int classes, long seed, int... size) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = new int[(int) Tensor.size(size)];
        Arrays.setAll(drawn, i -> random.nextInt(classes));
        return drawn;
    }

    private static LabelledImages labelled(LabelledImage... images) {
        return LabelledImages.of(List.of(images), CLASSES);
    }

    private static LabelledImage labelled(FloatImage image, int... classes) {
        return new LabelledImage(image, new LabelImage("truth", classes, image.size()));
    }

    private void classesAreFoundAgain(int... size) {
        int[] known = random(3, 1, size);
        int[] unknown = random(3, 2, size);
        try (Propagator propagator = new Propagator(engine, model(size.length, 0, 1000),
                labelled(labelled(image("known.tif", known, size), known)), PropagateSettings.DEFAULT)) {
            FloatImage other = image("other.tif", unknown, size);
            LabelImage result = propagator.labels(other);
            assertArrayEquals(unknown, result.classes());
            assertArrayEquals(size, result.size());
            FloatImage shares = propagator.probabilities(other);
            assertEquals(3, shares.channels());
            assertEquals("mm", shares.unit());
            for (int i = 0; i < unknown.length; i++) {
                assertEquals(1, shares.data()[unknown[i] * unknown.length + i], 1e-5);
            }
            assertEquals(List.of("background", "organ", "bone"), propagator.classes());
            assertEquals("the winning class has 100.0 % of the votes on average.", propagator.remark());
            assertEquals("told once", "", propagator.remark());
        }
    }

    @Test
    public void whatIntensityTellsApartIsPropagatedExactly() {
        classesAreFoundAgain(37, 53);
    }

    @Test
    public void volumesToo() {
        classesAreFoundAgain(18, 20, 23);
    }

    /** Of each class three pixels are labelled, the rest of the image says nothing. */
    @Test
    public void scribblesSuffice() {
        int[] truth = random(3, 3, 32, 32);
        int[] scribbles = new int[truth.length];
        Arrays.fill(scribbles, LabelImage.IGNORE);
        int[] drawn = new int[3];
        for (int i = 0; i < truth.length; i++) {
            if (drawn[truth[i]]++ < 3) {
                scribbles[i] = truth[i];
            }
        }
        FloatImage image = image("scribbles.tif", truth, 32, 32);
        try (Propagator propagator = new Propagator(engine, model(2, 0, 1000),
                labelled(labelled(image, scribbles)), PropagateSettings.builder().neighbours(3).build())) {
            assertArrayEquals(truth, propagator.labels(image).classes());
        }
    }

    /** Nothing tells the two apart, so half of the votes are for each; the first class is taken, and that is told. */
    @Test
    public void tiesAreTold() {
        int[] flat = new int[32 * 32];
        int[] halves = new int[flat.length];
        Arrays.setAll(halves, i -> i % 32 < 16 ? 0 : 1);
        FloatImage image = image("flat.tif", flat, 32, 32);
        LabelledImages labelled = LabelledImages.of(List.of(labelled(image, halves)),
                LabelClasses.of(List.of("left", "right")));
        try (Propagator propagator = new Propagator(engine, model(2, 0, 0.25f), labelled,
                PropagateSettings.builder().memory(400).neighbours(1000).build())) {
            FloatImage shares = propagator.probabilities(image);
            for (float share : shares.data()) {
                assertEquals(0.5, share, 0);
            }
            assertEquals(0, Arrays.stream(propagator.labels(image).classes()).max().getAsInt());
            assertEquals("the winning class has 50.0 % of the votes on average; of 100.00 % of the pixels the votes are"
                    + " tied, and the class that comes first was taken.", propagator.remark());
        }
    }

    /** Similarities that are interpolated must be those of interpolated features, also beyond one block. */
    @Test
    public void votesAreThoseOfTheNearestVectors() {
        for (int[] size : new int[][] {{21, 35}, {17, 18, 20}}) {
            int coarsest = size.length == 2 ? 0 : 2;
            SplittableRandom random = new SplittableRandom(4);
            float[] noise = new float[(int) Tensor.size(size)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) random.nextDouble();
            }
            double[] spacing = new double[size.length];
            Arrays.fill(spacing, 1);
            FloatImage image = new FloatImage("noise.tif", noise, 1, size, spacing, "pixel");
            ModelFile model = model(size.length, 0, 0.1f);
            try (FeatureExtractor extractor = new FeatureExtractor(engine, model)) {
                ImageFeatures features = extractor.of(image);
                List<List<float[]>> vectors = List.of(new ArrayList<>(), new ArrayList<>());
                int[][] points = features.randomPoints(300, 5);
                for (int p = 0; p < points.length; p++) {
                    vectors.get(p < 250 ? 0 : 1).add(vector(features, points[p], coarsest));
                }
                FeatureMemory memory = new FeatureMemory(model.description().network(), coarsest, vectors,
                        new double[] {1, 3});
                float[] shares = new NeighbourVotes(memory, 7, 2).shares(features);
                int compared = 0;
                for (int[] point : features.randomPoints(200, 6)) {
                    double[] expected = votes(vectors, vector(features, point, coarsest), 7);
                    if (expected == null) {
                        continue;
                    }
                    compared++;
                    int pixel = Arrays.stream(axes(point.length)).reduce(0, (at, axis) -> at * size[axis]
                            + point[axis]);
                    assertEquals(expected[0], shares[pixel], 1e-3);
                    assertEquals(expected[1], shares[noise.length + pixel], 1e-3);
                }
                assertTrue(compared + " points", compared > 50);
            }
        }
    }

    private static float[] vector(ImageFeatures features, int[] point, int coarsest) {
        return LabelledPixels.finer(features, features.at(doubles(point)), coarsest);
    }

    private static int[] axes(int count) {
        int[] axes = new int[count];
        Arrays.setAll(axes, axis -> axis);
        return axes;
    }

    private static double[] doubles(int[] point) {
        return Arrays.stream(point).asDoubleStream().toArray();
    }

    /** Null where rounding decides who is the last neighbour. */
    private static double[] votes(List<List<float[]>> vectors, float[] own, int neighbours) {
        List<double[]> all = new ArrayList<>();
        for (int c = 0; c < vectors.size(); c++) {
            for (float[] vector : vectors.get(c)) {
                double cosine = 0;
                for (int i = 0; i < own.length; i++) {
                    cosine += vector[i] * own[i];
                }
                all.add(new double[] {cosine, c});
            }
        }
        all.sort((a, b) -> Double.compare(b[0], a[0]));
        if (all.get(neighbours - 1)[0] - all.get(neighbours)[0] < 1e-6) {
            return null;
        }
        double[] votes = new double[vectors.size()];
        double sum = 0;
        for (double[] one : all.subList(0, neighbours)) {
            double weight = (one[1] == 0 ? 1 : 3) * Math.exp((one[0] - all.get(0)[0]) / 0.1);
            votes[(int) one[1]] += weight;
            sum += weight;
        }
        for (int c = 0; c < votes.length; c++) {
            votes[c] /= sum;
        }
        return votes;
    }

    @Test
    public void asManyPixelsOfEveryClassAreRemembered() {
        int[] rare = new int[64 * 64];
        for (int i = 0; i < 20; i++) {
            rare[i] = 1 + i % 2;
        }
        LabelledImages labelled = labelled(labelled(image("a.tif", rare, 64, 64), rare),
                labelled(image("b.tif", rare, 64, 64), rare));
        try (FeatureExtractor extractor = new FeatureExtractor(engine, model(2, 0, 1000))) {
            int[] images = new int[1];
            FeatureMemory memory = LabelledPixels.remember(labelled, extractor, memory(15), image -> images[0]++);
            assertEquals(2, images[0]);
            int[] counts = new int[3];
            for (int i = 0; i < memory.size(); i++) {
                counts[memory.classOf(i)]++;
            }
            assertArrayEquals("there are 20 of each rare one", new int[] {15, 15, 15}, counts);
            assertEquals("classes take turns", 2, memory.classOf(5));
            assertEquals(60, LabelledPixels.remember(labelled, extractor, memory(20), image -> { }).size());
            assertEquals("all that there are", 1000 + 20 + 20,
                    LabelledPixels.remember(labelled, extractor, memory(1000), image -> { }).size());
        }
    }

    private static PropagateSettings memory(int each) {
        return PropagateSettings.builder().memory(each).build();
    }

    /** Of whole labels a pixel votes for those that it stands for; of scribbles all classes count alike. */
    @Test
    public void classesCountAsTheyAreFrequentWhereAllIsLabelled() {
        int[] flat = new int[32 * 32];
        int[] labels = new int[flat.length];
        Arrays.setAll(labels, i -> i % 8 == 0 ? 1 : 0);
        FloatImage image = image("flat.tif", flat, 32, 32);
        LabelClasses two = LabelClasses.of(List.of("frequent", "rare"));
        PropagateSettings all = PropagateSettings.builder().memory(50).neighbours(1000).build();
        try (Propagator propagator = new Propagator(engine, model(2, 0, 0.25f),
                LabelledImages.of(List.of(labelled(image, labels)), two), all)) {
            assertEquals(7.0 / 8, propagator.probabilities(image).data()[0], 1e-5);
        }
        labels[1] = LabelImage.IGNORE;
        try (Propagator propagator = new Propagator(engine, model(2, 0, 0.25f),
                LabelledImages.of(List.of(labelled(image, labels)), two), all)) {
            assertEquals(0.5, propagator.probabilities(image).data()[0], 1e-5);
        }
    }

    /** Labels count on their own grid, also those that are too small for the one that the network sees. */
    @Test
    public void labelsOfResizedImagesCountOnTheirOwnGrid() {
        int[] truth = new int[128 * 128];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = i % 128 < 64 ? 0 : 2;
        }
        int[] labels = truth.clone();
        labels[64 * 128 + 3] = 1;
        FloatImage image = image("large.tif", truth, 128, 128);
        try (Propagator propagator = new Propagator(engine, model(2, 32, 1000),
                labelled(labelled(image, labels)), PropagateSettings.builder().neighbours(20).build())) {
            LabelImage result = propagator.labels(image);
            assertArrayEquals(new int[] {128, 128}, result.size());
            for (int i = 0; i < truth.length; i++) {
                if (i % 128 < 60 || i % 128 > 67) {
                    assertEquals(truth[i], result.get(i));
                }
            }
        }
    }

    @Test
    public void resultsTellWhatMadeThem() {
        int[] classes = random(3, 1, 32, 32);
        FloatImage image = image("known.tif", classes, 32, 32);
        ModelFile model = model(2, 0, 1000);
        String first;
        try (Propagator propagator = new Propagator(engine, model, labelled(labelled(image, classes)),
                PropagateSettings.DEFAULT)) {
            first = propagator.maker();
            assertTrue(first, first.endsWith("settings: neighbours=20 coarsest=2 memory=1000 seed=1"));
        }
        int[] others = classes.clone();
        others[7] = (others[7] + 1) % 3;
        try (Propagator propagator = new Propagator(engine, model, labelled(labelled(image, others)),
                PropagateSettings.DEFAULT)) {
            assertFalse(first.equals(propagator.maker()));
        }
    }

    @Test
    public void whatCannotWorkIsSaid() {
        int[] classes = random(2, 1, 32, 32);
        LabelledImages without = labelled(labelled(image("two.tif", classes, 32, 32), classes));
        assertTrue(assertThrows(CoverException.class, () -> new Propagator(engine, model(2, 0, 1000), without,
                PropagateSettings.DEFAULT)).getMessage().startsWith("No training image shows bone (1 image for 3"));
        assertTrue("the network was given back", engine.closed);
        assertEquals("neighbours is 0, but must be between 1 and 1000.", assertThrows(CoverException.class,
                () -> PropagateSettings.builder().neighbours(0).build()).getMessage());
    }
}
