package org.coverfiji.image.label;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.File;
import java.util.List;

import org.coverfiji.image.Expect;
import org.coverfiji.image.read.ImageReader;
import org.coverfiji.metric.SegmentationScores;
import org.junit.Test;

/** Reads real labels where they are present (system property cover.data). */
public class RealLabelsTest {

    private static LabelPairs pairs(String name) {
        File folder = new File(System.getProperty("cover.data", "../shared/data"), name);
        assumeTrue("no real labels at " + folder + "; set -Dcover.data", folder.isDirectory());
        return LabelPairs.match(new File(folder, "images"), new File(folder, "labels"));
    }

    @Test
    public void nucleiAsOneClass() {
        LabelPairs pairs = pairs("nuclei");
        assertEquals(pairs.report(), 60, pairs.pairs().size());
        LabelledImages set = LabelledImages.read(pairs, new LabelRule(true, false, 0), new ImageReader(2, 1));
        assertEquals(60, set.size());
        assertEquals(List.of("background", "foreground"), set.classes().names());
        set.requireEveryClass();
        long[] pixels = set.classPixels();
        double share = (double) pixels[1] / (pixels[0] + pixels[1]);
        assertTrue("share of nuclei " + share, share > 0.05 && share < 0.4);
        LabelledImages[] parts = set.split(1.0 / 3, 1);
        assertEquals(40, parts[0].size());
        assertEquals(20, parts[1].size());
    }

    @Test
    public void nucleiNumbersAreNoClasses() {
        LabelPairs pairs = pairs("nuclei");
        Expect.failure(() -> LabelledImages.read(pairs, LabelRule.DEFAULT, new ImageReader(2, 1)),
                "different values (0, 1, 2, 3, 4, …)", "give instances=true");
    }

    @Test
    public void hippocampusSomeOfThemFloats() {
        LabelPairs pairs = pairs("hippocampus");
        assertEquals(pairs.report(), 40, pairs.pairs().size());
        LabelledImages set = LabelledImages.read(pairs, LabelRule.DEFAULT, new ImageReader(3, 1));
        assertEquals(40, set.size());
        assertEquals(List.of("background", "class 1", "class 2"), set.classes().names());
        SegmentationScores scores = new SegmentationScores(set.classes().names());
        for (int i = 0; i < 3; i++) {
            LabelledImage labelled = set.get(i);
            assertFalse(labelled.label().sparse());
            assertArrayEquals(labelled.image().size(), labelled.label().size());
            scores.add(labelled.label(), labelled.label(), labelled.image().spacing(), labelled.image().unit());
        }
        assertEquals(1, scores.meanDice(), 0);
        assertEquals(0, scores.meanHausdorff95(1), 0);
    }
}
