package org.coverfiji.app.compare;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.app.compare.report.ComparisonReport;
import org.coverfiji.engine.EngineLoader;
import org.coverfiji.image.label.CsvTable;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

/** The protocol that trains nothing, with the real network: what any features tell apart, random ones do too. */
public class PropagateProtocolTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File images;
    private File labels;

    private void writeImages() {
        images = new File(folder.getRoot(), "images");
        labels = new File(folder.getRoot(), "labels");
        assertTrue(images.mkdirs() && labels.mkdirs());
        SplittableRandom random = new SplittableRandom(3);
        for (int n = 0; n < 6; n++) {
            ByteProcessor image = new ByteProcessor(48, 48);
            ByteProcessor label = new ByteProcessor(48, 48);
            int left = random.nextInt(28);
            int top = random.nextInt(28);
            for (int i = 0; i < 48 * 48; i++) {
                boolean inside = i % 48 >= left && i % 48 < left + 20 && i / 48 >= top && i / 48 < top + 20;
                image.set(i, (inside ? 200 : 40) + random.nextInt(20));
                label.set(i, inside ? 1 : 0);
            }
            IJ.saveAsTiff(new ImagePlus("", image), new File(images, n + ".tif").getPath());
            IJ.saveAsTiff(new ImagePlus("", label), new File(labels, n + ".tif").getPath());
        }
    }

    @Test
    public void labelsArePropagatedWithoutTrainingAndReported() throws Exception {
        writeImages();
        File output = new File(folder.getRoot(), "compared");
        TaskSettings task = TaskSettings.builder().set("name", "squares").set("images", images).set("labels", labels)
                .set("methods", "scratch").set("protocols", "propagate").set("numbers", "1").set("seeds", 1)
                .set("patch", 48).set("width", 8).build();
        Comparison comparison = new Comparison(EngineLoader.load("cpu"), CompareSettings.of(List.of(task), output),
                new ComparisonListener() { });
        ComparisonPlan plan = comparison.run();
        CsvTable runs = new CsvTable(new File(output, "runs.csv"));
        assertEquals(1, runs.size());
        assertEquals("", runs.get(0, "failure"));
        assertEquals("propagate", runs.get(0, "protocol"));
        assertEquals("0", runs.get(0, "steps"));
        assertEquals("0", runs.get(0, "tuned_weights"));
        double score = Double.parseDouble(runs.get(0, "score"));
        assertTrue("Dice " + score, score > 0.7);
        File page = new ComparisonReport(plan, output).write("machine");
        String text = Files.readString(page.toPath());
        assertTrue(text.contains("Protocol propagate: score on the test images"));
        assertFalse("nothing was trained", text.contains("training loss"));
        assertFalse(Files.readString(new File(output, "curves.csv").toPath()).contains("Infinity"));
        assertTrue("a test image with what was made of it", new File(output, "predictions-1.png").isFile());
    }
}
