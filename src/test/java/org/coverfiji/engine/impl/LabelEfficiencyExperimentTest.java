package org.coverfiji.engine.impl;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.app.LabelEfficiencyExperiment;
import org.coverfiji.app.LabelEfficiencySettings;
import org.coverfiji.image.label.LabelRule;
import org.coverfiji.metric.Table;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;

public class LabelEfficiencyExperimentTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private File folder(String name) {
        File own = new File(folder.getRoot(), name);
        assertTrue(own.mkdirs());
        return own;
    }

    /** Six images, so two for testing and four for the rest: numbers of labels that are too large are left out. */
    @Test
    public void everyCombinationHasARow() throws IOException {
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
        List<String> log = new ArrayList<>();
        File output = new File(folder.getRoot(), "results");
        LabelEfficiencySettings settings = LabelEfficiencySettings.builder().data(images, labels, LabelRule.DEFAULT)
                .output(output).network(2, 8, 32).batch(2).pretraining(2, 1e-3, 1, 0.6).fineTuning(3, 0, 0)
                .labelCounts(2, 20).seeds(1L, 2L).build();
        Table table = new LabelEfficiencyExperiment(new NativeEngine("cpu"), settings, log::add).run();
        assertEquals(1 * 2 * 2 * 2, table.rows().size());
        for (int row = 0; row < table.rows().size(); row++) {
            double dice = (Double) table.get(row, "dice");
            assertTrue(dice >= 0 && dice <= 1);
        }
        String text = Files.readString(new File(output, "label_efficiency.txt").toPath());
        assertTrue(text, text.contains("2 iterations on 4 unlabelled images") && text.contains("2 of 6 images"));
        assertTrue(new File(output, "label_efficiency.csv").exists());
        assertTrue(new File(output, "pretrained.cover").exists());
    }
}
