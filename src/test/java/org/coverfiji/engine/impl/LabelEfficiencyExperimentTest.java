package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.app.experiment.LabelEfficiencyExperiment;
import org.coverfiji.app.experiment.LabelEfficiencyResult;
import org.coverfiji.app.experiment.LabelEfficiencySettings;
import org.coverfiji.engine.api.TaskConfiguration.Protocol;
import org.coverfiji.file.Table;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.CsvTable;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.image.read.DataFingerprint;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

public class LabelEfficiencyExperimentTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<String> log = new ArrayList<>();

    private File folder(String name) {
        File own = new File(folder.getRoot(), name);
        assertTrue(own.mkdirs());
        return own;
    }

    /** Six images of a moving square, so two for testing and four for the rest. */
    private LabelEfficiencySettings.Builder settings(String output) {
        File images = folder("images");
        File labels = folder("labels");
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < 6; n++) {
            ByteProcessor image = new ByteProcessor(32, 32);
            ByteProcessor label = new ByteProcessor(32, 32);
            for (int i = 0; i < 1024; i++) {
                boolean object = Math.abs(i % 32 - 10 - n) < 5 && Math.abs(i / 32 - 15) < 6;
                image.set(i, (object ? 150 : 20) + random.nextInt(60));
                label.set(i, object ? 255 : 0);
            }
            IJ.saveAsTiff(new ImagePlus("", image), new File(images, n + ".tif").getPath());
            IJ.saveAsTiff(new ImagePlus("", label), new File(labels, n + "_mask.tif").getPath());
        }
        return LabelEfficiencySettings.builder().data(images, labels, LabelRule.DEFAULT)
                .output(new File(folder.getRoot(), output)).network(2, 8).patch(List.of(32))
                .batch(2).pretraining(2, 1e-3, 1, 0.6)
                .fineTuning(3, 0, 0).labelCounts(2, 20).seeds(1L, 2L);
    }

    private LabelEfficiencyResult run(LabelEfficiencySettings settings) {
        log.clear();
        return new LabelEfficiencyExperiment(new NativeEngine("cpu"), settings, log::add).run();
    }

    private long madeRuns() {
        return log.stream().filter(line -> line.contains("seed") && line.contains(": Dice")).count();
    }

    private static double cell(Table table, int row, String column) {
        return (Double) table.get(row, column);
    }

    /** Numbers of labels that are too large are left out. */
    @Test
    public void everyCombinationIsInTheTable() throws IOException {
        LabelEfficiencySettings settings = settings("results").build();
        LabelEfficiencyResult result = run(settings);
        assertEquals(1 * 2 * 2 * 2, madeRuns());
        CsvTable runs = new CsvTable(new File(settings.output(), "label_efficiency.csv"));
        assertEquals(8, runs.size());
        Table cells = result.cells();
        assertEquals(2, cells.rows().size());
        for (int row = 0; row < 2; row++) {
            double[] scratch = dice(runs, (String) cells.get(row, "protocol"), "scratch");
            double[] pretrained = dice(runs, (String) cells.get(row, "protocol"), "pretrained");
            assertEquals(50 * (scratch[0] + scratch[1]), cell(cells, row, "scratch"), 1e-9);
            assertEquals(50 * (pretrained[0] + pretrained[1]), cell(cells, row, "pretrained"), 1e-9);
            assertEquals(100 * Math.abs(scratch[0] - scratch[1]) / Math.sqrt(2), cell(cells, row, "scratch sd"), 1e-9);
            assertEquals(cell(cells, row, "pretrained") - cell(cells, row, "scratch"), cell(cells, row, "gain"), 1e-9);
        }
        String text = Files.readString(new File(settings.output(), "label_efficiency.txt").toPath());
        assertTrue(text, text.contains("2 of 2 iterations") && text.contains("3 iterations, batch 2")
                && text.contains("2 test images of 6"));
        assertEquals(2, new CsvTable(new File(settings.output(), "label_efficiency_table.csv")).size());
    }

    private static double[] dice(CsvTable runs, String protocol, String start) {
        return IntStream.range(0, runs.size())
                .filter(row -> runs.get(row, "protocol").equals(protocol) && runs.get(row, "start").equals(start))
                .mapToDouble(row -> Double.parseDouble(runs.get(row, "dice"))).toArray();
    }

    @Test
    public void finishedRunsAreNotMadeAgain() throws IOException {
        LabelEfficiencySettings settings = settings("results").protocols(Protocol.LINEAR).build();
        String whole = run(settings).toString();
        File runs = new File(settings.output(), "label_efficiency.csv");
        List<String> lines = Files.readAllLines(runs.toPath());
        assertEquals(5, lines.size());
        Files.write(runs.toPath(), lines.subList(0, 3));
        assertEquals("the last two runs, as if killed before them", whole, run(settings).toString());
        assertEquals(2, madeRuns());
        assertTrue(log.toString(), log.get(0).startsWith("Pretrained before"));
        assertEquals(whole, run(settings).toString());
        assertEquals(0, madeRuns());
    }

    /** Runs with other budgets stay in the file, but are not taken for the wanted ones. */
    @Test
    public void otherBudgetsAreOtherRuns() {
        LabelEfficiencySettings.Builder builder = settings("results").protocols(Protocol.LINEAR).seeds(1L);
        run(builder.build());
        run(builder.fineTuning(4, 0, 0).build());
        assertEquals(2, madeRuns());
        assertEquals(4, new CsvTable(new File(folder.getRoot(), "results/label_efficiency.csv")).size());
        run(builder.fineTuning(3, 0, 0).build());
        assertEquals(0, madeRuns());
    }

    @Test
    public void anotherPretrainingNeedsAnotherFolder() {
        LabelEfficiencySettings.Builder builder = settings("results").protocols(Protocol.LINEAR).seeds(1L);
        run(builder.build());
        CoverException error = assertThrows(CoverException.class,
                () -> run(builder.pretraining(2, 1e-3, 1, 0.3).build()));
        assertTrue(error.getMessage(), error.getMessage().contains("motion 0.6 instead of 0.3"));
    }

    /** Else the network from scratch would be of another size than the pretrained one. */
    @Test
    public void theModelMustBeOfTheSameSize() {
        LabelEfficiencySettings.Builder builder = settings("results").protocols(Protocol.LINEAR).seeds(1L);
        run(builder.build());
        CoverException error = assertThrows(CoverException.class, () -> run(builder
                .model(new File(folder.getRoot(), "results/pretrained.cover")).network(2, 16).patch(List.of(32))
                .build()));
        assertTrue(error.getMessage(), error.getMessage().contains("width 8")
                && error.getMessage().contains("width 16"));
    }

    /** Pretraining must see neither the test images nor too few: its model says on what it was trained. */
    @Test
    public void pretrainingSeesAllButTheTestImages() throws IOException {
        LabelEfficiencySettings settings = settings("results").protocols(Protocol.LINEAR).seeds(1L).build();
        run(settings);
        String text = Files.readString(new File(settings.output(), "label_efficiency.txt").toPath());
        String tests = text.substring(text.indexOf("2 test images of 6: "));
        List<FloatImage> others = IntStream.range(0, 6).mapToObj(n -> new File(settings.images(), n + ".tif"))
                .filter(file -> !tests.contains(file.getName()))
                .flatMap(file -> new ImageReader(2, 0).read(file).stream()).collect(Collectors.toList());
        assertEquals(4, others.size());
        assertEquals(DataFingerprint.ofImages(others).toString(), ModelFile
                .read(new File(settings.output(), "pretrained.cover")).description().dataFingerprint());
    }
}
