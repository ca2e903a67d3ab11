package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.coverfiji.CoverException;
import org.coverfiji.app.compare.ComparedMethod;
import org.coverfiji.app.compare.CompareSettings;
import org.coverfiji.app.compare.Comparison;
import org.coverfiji.app.compare.ComparisonListener;
import org.coverfiji.app.compare.RunFolder;
import org.coverfiji.app.compare.TaskSettings;
import org.coverfiji.app.compare.report.LabelEfficiency;
import org.coverfiji.app.compare.report.LabelEfficiencyResult;
import org.coverfiji.file.Table;
import org.coverfiji.image.label.CsvTable;
import org.coverfiji.method.Recipes;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.ModelFile;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

public class LabelEfficiencyTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    /** Six images of a moving square, so two for testing and four for the rest. */
    private TaskSettings.Builder task() {
        File images = new File(folder.getRoot(), "images");
        File labels = new File(folder.getRoot(), "labels");
        if (images.mkdir() && labels.mkdir()) {
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
        }
        return TaskSettings.builder().set("images", images).set("labels", labels).set("numbers", "2,20")
                .set("seeds", 2).set("pretraining", 2).set("iterations", 3).set("batch", 2).set("width", 8)
                .set("patch", 32).set("protocols", "full,linear");
    }

    private File output(String name) {
        return new File(folder.getRoot(), name);
    }

    private LabelEfficiencyResult run(TaskSettings.Builder task, ComparedMethod pretrained, File output) {
        CompareSettings settings = CompareSettings.of(
                List.of(task.methods(List.of(ComparedMethod.scratch(), pretrained)).build()), output);
        return new LabelEfficiency(new Comparison(new NativeEngine("cpu"), settings, new ComparisonListener() {
        }).run(), new RunFolder(output)).write();
    }

    private static double cell(Table table, int row, String column) {
        return (Double) table.get(row, column);
    }

    /** Numbers of labels that are too large are left out. */
    @Test
    public void everyCombinationIsInTheTable() throws IOException {
        File output = output("results");
        LabelEfficiencyResult result = run(task(), ComparedMethod.of("pretrained", Recipes.named("COVER"), ""), output);
        CsvTable runs = new CsvTable(new File(output, "label_efficiency.csv"));
        assertEquals(List.of("labels", "protocol", "start", "seed", "dice", "seconds", "settings"), runs.columns());
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
        String text = Files.readString(new File(output, "label_efficiency.txt").toPath());
        assertTrue(text, text.contains("2 of 2 iterations") && text.contains("3 iterations, batch 2, rate 0.005")
                && text.contains("2 test images of 6"));
        assertEquals(2, new CsvTable(new File(output, "label_efficiency_table.csv")).size());
        assertEquals(ModelDescription.PRETRAINED,
                ModelFile.readDescription(new File(output, "pretrained.cover")).kind());
    }

    private static double[] dice(CsvTable runs, String protocol, String start) {
        return IntStream.range(0, runs.size())
                .filter(row -> runs.get(row, "protocol").equals(protocol) && runs.get(row, "start").equals(start))
                .mapToDouble(row -> Double.parseDouble(runs.get(row, "dice"))).toArray();
    }

    /** Else the network from scratch would be of another size than the pretrained one. */
    @Test
    public void aModelThatIsGivenMustBeOfTheSameSize() {
        TaskSettings.Builder task = task().set("protocols", "linear").set("seeds", 1);
        File first = output("first");
        LabelEfficiencyResult own = run(task, ComparedMethod.of("pretrained", Recipes.named("COVER"), ""), first);
        ComparedMethod given = ComparedMethod.pretrainedBefore("pretrained", new File(first, "pretrained.cover"));
        assertEquals("the same model, the same scores", own.cells().rows(),
                run(task, given, output("second")).cells().rows());
        CoverException error = assertThrows(CoverException.class,
                () -> run(task.set("width", 16), given, output("third")));
        assertTrue(error.getMessage(), error.getMessage().contains("width 8")
                && error.getMessage().contains("width 16"));
    }
}
