package org.coverfiji.app.next;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.coverfiji.CoverException;
import org.coverfiji.engine.PyramidEngine;
import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.read.FileGroup;
import org.coverfiji.image.read.ImageFiles;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.FeatureStatistics;
import org.coverfiji.model.ModelFile;
import org.coverfiji.model.TestModels;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;

public class RankingTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static ImageProfile at(String name, double place, double uncertainty) {
        return new ImageProfile(name, new double[] {place}, uncertainty);
    }

    private static final List<ImageProfile> OTHERS = List.of(at("near", 1, 0.9), at("far", 10, 0.2),
            at("beside far", 9.5, 0.1), at("middle", 5, 0.8));

    private static List<String> names(Ranking ranking) {
        return ranking.entries().stream().map(Ranking.Entry::name).collect(Collectors.toList());
    }

    @Test
    public void coverageBeginsFarFromWhatIsLabelled() {
        Ranking ranking = Ranking.of(List.of(at("known", 0, Double.NaN)), OTHERS, Criterion.COVERAGE, 9);
        assertEquals(List.of("far", "middle", "near", "beside far"), names(ranking));
        assertEquals(10, ranking.entries().get(0).distance(), 0);
        assertEquals("known", ranking.entries().get(0).nearest());
        assertEquals("far", ranking.entries().get(3).nearest());
        assertEquals(0.5, ranking.entries().get(3).distance(), 1e-12);
        assertEquals(List.of("rank", "image", "distance", "nearest", "uncertainty"), ranking.table().columns());
        assertEquals("[2, middle, 5.0, known, 0.8]", ranking.table().rows().get(1).toString());
    }

    @Test
    public void withoutLabelsCoverageBeginsInTheMiddle() {
        Ranking ranking = Ranking.of(List.of(), OTHERS, Criterion.COVERAGE, 2);
        // The mean is 6.375.
        assertEquals(List.of("middle", "far"), names(ranking));
        assertTrue(Double.isNaN(ranking.entries().get(0).distance()));
        assertEquals("", ranking.entries().get(0).nearest());
    }

    @Test
    public void uncertaintyRanksByItselfOrTimesTheDistance() {
        List<ImageProfile> known = List.of(at("known", 0, Double.NaN));
        assertEquals(List.of("near", "middle", "far", "beside far"),
                names(Ranking.of(known, OTHERS, Criterion.UNCERTAINTY, 9)));
        // 5 × 0.8 beats 10 × 0.2 and 1 × 0.9; then 5 × 0.2 beats 0.9 and 4.5 × 0.1.
        assertEquals(List.of("middle", "far", "near", "beside far"),
                names(Ranking.of(known, OTHERS, Criterion.BOTH, 9)));
        assertEquals("without labels the most unsure one", List.of("near", "middle"),
                names(Ranking.of(List.of(), OTHERS, Criterion.BOTH, 2)));
    }

    @Test
    public void criteriaAreWords() {
        assertEquals(Criterion.COVERAGE, Criterion.of("auto", false));
        assertEquals(Criterion.BOTH, Criterion.of("auto", true));
        assertEquals(Criterion.UNCERTAINTY, Criterion.of("Uncertainty", true));
        assertTrue(assertThrows(CoverException.class, () -> Criterion.of("both", false)).getMessage()
                .startsWith("by is both, but there is no task model"));
        assertEquals("by is size, but must be auto, coverage, uncertainty or both.",
                assertThrows(CoverException.class, () -> Criterion.of("size", true)).getMessage());
    }

    @Test
    public void uncertaintyIsBetweenNoneAndAll() {
        for (Uncertainty measure : Uncertainty.values()) {
            assertEquals(0, measure.of(new float[] {1, 0, 0}), 0);
            assertEquals(1, measure.of(new float[] {0.25f, 0.25f, 0.25f, 0.25f}), 1e-6);
        }
        assertEquals(0.5, Uncertainty.MARGIN.of(new float[] {0.2f, 0.7f, 0.1f}), 1e-6);
        assertEquals(Math.log(2) / Math.log(3), Uncertainty.ENTROPY.of(new float[] {0.5f, 0, 0.5f}), 1e-6);
        assertEquals("measure is variance, but must be entropy or margin.",
                assertThrows(CoverException.class, () -> Uncertainty.named("variance")).getMessage());
    }

    private static ModelFile model() {
        NetworkConfiguration network = TestModels.network(2, 1);
        float[][] means = new float[NetworkConfiguration.LEVELS][];
        float[][] deviations = new float[NetworkConfiguration.LEVELS][];
        for (int level = 0; level < means.length; level++) {
            means[level] = new float[network.levelChannels(level)];
            deviations[level] = new float[network.levelChannels(level)];
            Arrays.fill(means[level], level);
            Arrays.fill(deviations[level], 1);
        }
        return TestModels.model(TestModels.description(network, 16).normalization(Normalization.window(0, 255))
                .featureStatistics(new FeatureStatistics(means, deviations)).build());
    }

    /** Features are known: powers of the average intensity. */
    @Test
    public void imagesAreRankedByTheirFeatures() throws Exception {
        int[] greys = {20, 25, 130, 240, 245};
        for (int grey : greys) {
            ByteProcessor pixels = new ByteProcessor(20, 24);
            pixels.setValue(grey);
            pixels.fill();
            new FileSaver(new ImagePlus("", pixels)).saveAsPng(new File(folder.getRoot(), "g" + grey + ".png")
                    .getPath());
        }
        ImageReader reader = new ImageReader(2, 1);
        Map<String, FileGroup> others = new LinkedHashMap<>();
        reader.group(ImageFiles.list(folder.getRoot(), false, null))
                .forEach(files -> others.put(files.first().getName(), files));
        Map<String, FileGroup> all = new LinkedHashMap<>(others);
        Map<String, FileGroup> labelled = new LinkedHashMap<>();
        labelled.put("g20.png", others.remove("g20.png"));
        List<Integer> progress = new ArrayList<>();
        try (NextImages next = new NextImages(new PyramidEngine(), model(), null, Uncertainty.ENTROPY)) {
            next.setListener((done, total) -> progress.add(done));
            Ranking ranking = next.rank(labelled, others, reader, Criterion.COVERAGE, 3);
            assertEquals(List.of("g245.png", "g130.png"), names(ranking).subList(0, 2));
            assertEquals("g20.png", ranking.entries().get(0).nearest());
            assertEquals(5, (int) progress.get(progress.size() - 1));
            File sheet = new File(folder.getRoot(), "sheet.png");
            new NextSheet(next, all, reader).write(ranking, 2, sheet);
            assertEquals("two columns", 2 * 200 + 8, ImageIO.read(sheet).getWidth());
            assertEquals("All 5 images have labels, so that there is none to label next; give others as input.",
                    assertThrows(CoverException.class, () -> next.rank(all, Map.of(), reader, Criterion.COVERAGE, 1))
                            .getMessage());
        }
        assertTrue(assertThrows(CoverException.class, () -> new NextImages(new PyramidEngine(), model(), model(),
                Uncertainty.ENTROPY)).getMessage().startsWith("task is a pretrained model, which predicts nothing"));
    }
}
