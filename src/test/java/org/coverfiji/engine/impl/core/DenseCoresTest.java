package org.coverfiji.engine.impl.core;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.core.DenseExamples.Example;
import org.coverfiji.engine.impl.kernel.Parallel;
import org.junit.Test;

/** What all cores of the dense methods share. */
public class DenseCoresTest {

    @Test
    public void gradientsAreSlopesInTwoDimensions() {
        slopes(DenseExamples.all(3, 4));
    }

    @Test
    public void gradientsAreSlopesInThreeDimensions() {
        slopes(DenseExamples.all(2, 2, 3));
    }

    private static void slopes(Map<String, Example> examples) {
        examples.forEach((name, example) -> {
            Map<String, Tensor> trained = new LinkedHashMap<>(example.trained);
            CoreGradient.check(trained, online -> {
                CoreResult result = example.core.apply(online);
                return withoutPrototypes(result);
            }, example::objective, 2e-4);
        });
    }

    /** Their gradient has a test of its own, because through the codes none reaches them. */
    private static CoreResult withoutPrototypes(CoreResult result) {
        CoreResult rest = new CoreResult();
        result.losses().forEach(rest::loss);
        result.gradients().forEach((name, gradient) -> {
            if (!name.equals(CategoryContrast.PROTOTYPES)) {
                rest.gradient(name, gradient);
            }
        });
        return rest;
    }

    @Test
    public void numberOfThreadsDoesNotMatter() {
        int before = Parallel.threads();
        try {
            DenseExamples.all(5, 6).forEach((name, example) -> {
                Parallel.setThreads(1);
                CoreResult one = example.core.apply(example.trained);
                Parallel.setThreads(4);
                CoreResult four = example.core.apply(example.trained);
                assertEquals(name, one.losses(), four.losses());
                one.gradients().forEach((key, gradient) -> assertArrayEquals(name + " " + key, gradient.data(),
                        four.gradients().get(key).data(), 0));
                one.memories().forEach((key, memory) -> assertArrayEquals(name + " " + key, memory.data(),
                        four.memories().get(key).data(), 0));
            });
        } finally {
            Parallel.setThreads(before);
        }
    }

    @Test
    public void constantsAreCheckedAndNamed() {
        Map<String, Double> none = Map.of();
        for (String core : new String[] {PixelContrast.NAME, DenseContrast.NAME, SetContrast.NAME,
                CategoryContrast.NAME, PixelConsistency.NAME, PartitionContrast.NAME, RegionContrast.NAME}) {
            CoverException refused = assertThrows(CoverException.class, () -> LossCores.named(core, none));
            assertTrue(refused.getMessage(), refused.getMessage().contains("lacks its constant"));
        }
        assertThrows(CoverException.class, () -> new DenseContrast(0.2, 1.1));
        assertThrows(CoverException.class, () -> new SetContrast(0.2, 0.5, 1.5, 0.2, 0.5, false));
        assertThrows(CoverException.class, () -> new SetContrast(0.2, 0.5, 0.7, 2, 0.5, false));
        assertThrows(CoverException.class, () -> new SetContrast(0.2, 0.5, 0.7, 0.2, -1, false));
        assertThrows(CoverException.class, () -> new CategoryContrast(0.2, 0.1, 0.05, 0, 1, 1, 1));
        assertThrows(CoverException.class, () -> new CategoryContrast(0.2, 0.1, 0.05, 3, 1, -1, 1));
        assertThrows(CoverException.class, () -> new PixelConsistency(0.5, 0.7));
        assertThrows(CoverException.class, () -> new PixelConsistency(2, 0));
        assertThrows(CoverException.class, () -> new PartitionContrast(0, true));
    }

    @Test
    public void prototypesGradientIsTheSlopeWithTheCodesKept() {
        int prototypes = 3;
        UnitRows queries = new UnitRows(CoreGradient.random(1, 1, 4, 6));
        Tensor vectors = CoreGradient.random(2, prototypes, 4);
        CategoryContrast core = new CategoryContrast(0.2, 0.3, 0.05, 3, 0, 0, 1);
        double[] codes = core.codes(queries, vectors);
        int[] matches = {3, 4, 5, 0, 1, 2};
        CoreGradient.check(new LinkedHashMap<>(Map.of(CategoryContrast.PROTOTYPES, vectors)),
                online -> core.categories(queries, online.get(CategoryContrast.PROTOTYPES), codes, matches),
                result -> result.losses().get(CategoryContrast.CATEGORY_LOSS), 1e-4);
    }

    /** Nothing in common: no positives, a loss of 0, nothing to learn, and nothing undefined. */
    @Test
    public void cropsWithoutACommonPlace() {
        Tensor apart = new Tensor(new float[] {0, 0, 0.3f, 0.3f, 0, 0, 0.3f, 0.3f}, 2, 4);
        Tensor away = new Tensor(new float[] {0.6f, 0.6f, 1, 1, 0.6f, 0.6f, 1, 1}, 2, 4);
        Tensor map = CoreGradient.random(1, 4, 5, 3, 3);
        CoreResult result = new PixelConsistency(2, 0.7).evaluate(new CoreInput(
                Map.of(PixelConsistency.PROJECTION, map, PixelConsistency.VALUE, map),
                Map.of(PixelConsistency.PROJECTION, map),
                Map.of(PixelConsistency.BOX_1, apart, PixelConsistency.BOX_2, away)));
        assertEquals(0, result.losses().get(PixelConsistency.LOSS), 0);
        assertTrue(result.gradients().get(PixelConsistency.PROJECTION).isZero());
        Tensor one = Maps.samples(map, 0, 2);
        CoverException refused = assertThrows(CoverException.class, () -> new PixelContrast(0.1).evaluate(
                new CoreInput(Map.of(PixelContrast.QUERY, one), Map.of(PixelContrast.KEY, one),
                        Map.of(PixelContrast.BOX_1, apart, PixelContrast.BOX_2, away, PixelContrast.POSITIONS,
                                Tensor.zeros(2, 1), PixelContrast.QUEUE, DenseExamples.queue(2)))));
        assertTrue(refused.getMessage(), refused.getMessage().contains("position 0 of image 0"));
    }

    @Test
    public void shapesThatDoNotFitAreRefused() {
        CoverException refused = assertThrows(CoverException.class, () -> partitions(true, 12, 0, 1, 0, 1));
        assertTrue(refused.getMessage(), refused.getMessage().contains("two views of each"));
        refused = assertThrows(CoverException.class, () -> partitions(false, 8, 0, 1, 1, 0));
        assertTrue(refused.getMessage(), refused.getMessage().contains("[0, 1, 1, 0]"));
        // The map of a patch of 16 at a quarter of its side: regions would coincide.
        refused = assertThrows(CoverException.class, () -> new RegionContrast(0.1).evaluate(
                new CoreInput(Map.of(RegionContrast.REGIONS, CoreGradient.random(1, 2, 4, 2, 2)))));
        assertTrue(refused.getMessage(), refused.getMessage().contains("at least 6"));
        assertThrows(CoverException.class, () -> Maps.firstHalf(CoreGradient.random(1, 3, 4)));
        assertThrows(CoverException.class,
                () -> Maps.requireAlike(CoreGradient.random(1, 2, 4, 3, 3), CoreGradient.random(1, 2, 4, 3, 4)));
    }

    private static CoreResult partitions(boolean across, int rows, float... parts) {
        return new PartitionContrast(0.2, across).evaluate(
                new CoreInput(Map.of(PartitionContrast.EMBEDDING, CoreGradient.random(1, rows, 4)), Map.of(),
                        Map.of(PartitionContrast.PART, new Tensor(parts, parts.length))));
    }

    /** Images without an order are parts by themselves: told apart as SimCLR tells them. */
    @Test
    public void withoutAnOrderTheGlobalLossIsThatOfSimClr() {
        Tensor z = CoreGradient.random(1, 8, 4);
        CoreResult plain = new NtXent(0.2).evaluate(new CoreInput(Map.of(NtXent.EMBEDDING, z)));
        for (boolean across : new boolean[] {true, false}) {
            CoreResult result = partitions(across, 8, 0, 1, 2, 3);
            assertEquals(plain.losses().get(NtXent.LOSS), result.losses().get(PartitionContrast.LOSS), 1e-12);
            assertArrayEquals(plain.gradients().get(NtXent.EMBEDDING).data(),
                    result.gradients().get(PartitionContrast.EMBEDDING).data(), 1e-7f);
        }
    }
}
