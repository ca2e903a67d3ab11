package org.coverfiji.metric;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.file.Table;
import org.coverfiji.image.Expect;
import org.coverfiji.image.label.LabelImage;
import org.junit.Test;

public class SegmentationScoresTest {

    private static final double NAN = Double.NaN;
    private static final int I = LabelImage.IGNORE;
    private static final double[] UNIT = {1, 1};

    private static LabelImage labels(int[] classes, int... size) {
        return new LabelImage("image", classes, size);
    }

    private static SegmentationScores scores(int classes, int[] truth, int[] prediction, double[] spacing,
            int... size) {
        String[] names = {"background", "a", "b", "c"};
        SegmentationScores scores = new SegmentationScores(List.of(names).subList(0, classes));
        scores.add(labels(truth, size), labels(prediction, size), spacing, "mm");
        return scores;
    }

    @Test
    public void diceAndIouByHand() {
        SegmentationScores scores = scores(3, new int[] {1, 1, 1, 0, 2, 0}, new int[] {1, 1, 0, 1, 2, 0}, UNIT, 2, 3);
        assertEquals(2 * 2 / 6.0, scores.dice(0, 1), 1e-12);
        assertEquals(2 / 4.0, scores.iou(0, 1), 1e-12);
        assertEquals(1, scores.dice(0, 2), 0);
        assertEquals(2 * 1 / 4.0, scores.dice(0, 0), 1e-12);
        assertEquals((2 / 3.0 + 1) / 2, scores.meanDice(), 1e-12);
        assertEquals("background does not count", (2 / 3.0 + 1) / 2, scores.imageDice(0), 1e-12);
    }

    @Test
    public void emptyClasses() {
        SegmentationScores scores = scores(4, new int[] {0, 0, 1, 0}, new int[] {0, 2, 0, 0}, UNIT, 2, 2);
        assertEquals("missed", 0, scores.dice(0, 1), 0);
        assertEquals("invented", 0, scores.dice(0, 2), 0);
        assertEquals("in neither", NAN, scores.dice(0, 3), 0);
        assertEquals(NAN, scores.iou(0, 3), 0);
        assertEquals(0, scores.iou(0, 1), 0);
        for (int c = 1; c < 4; c++) {
            assertEquals(NAN, scores.hausdorff95(0, c), 0);
        }
        assertEquals("NaN is left out", 0, scores.meanDice(), 0);
        assertEquals(NAN, scores.meanDice(3), 0);
        assertEquals(NAN, scores(2, new int[4], new int[4], UNIT, 2, 2).meanDice(), 0);
    }

    @Test
    public void hausdorffOfShiftedPixels() {
        int[] truth = new int[12];
        int[] prediction = new int[12];
        truth[0] = 1;
        prediction[2 * 4 + 3] = 1;
        assertEquals(Math.sqrt(2 * 2 + 3 * 3), scores(2, truth, prediction, UNIT, 3, 4).hausdorff95(0, 1), 1e-12);
        assertEquals("2 rows of 5, 3 columns of 0.5", Math.sqrt(10 * 10 + 1.5 * 1.5),
                scores(2, truth, prediction, new double[] {5, 0.5}, 3, 4).hausdorff95(0, 1), 1e-12);
    }

    @Test
    public void hausdorffIsThePercentileOfTheWorseDirection() {
        // Truth: columns 0 to 10 of a row; prediction: column 0 only. To the truth it is 0 from the prediction; from
        // the truth the distances are 0 … 10 pixels of 3 mm, whose 95th percentile is 9.5.
        int[] truth = new int[11];
        Arrays.fill(truth, 1);
        int[] prediction = new int[11];
        prediction[0] = 1;
        double[] spacing = {1, 3};
        assertEquals(9.5 * 3, scores(2, truth, prediction, spacing, 1, 11).hausdorff95(0, 1), 1e-9);
        assertEquals(9.5 * 3, scores(2, prediction, truth, spacing, 1, 11).hausdorff95(0, 1), 1e-9);
    }

    @Test
    public void hausdorffLooksAtSurfacesNotAtInsides() {
        // A full 5 × 5 square and its outline have one surface; a hole's rim is one too.
        int[] full = new int[49];
        int[] ring = new int[49];
        for (int y = 1; y < 6; y++) {
            for (int x = 1; x < 6; x++) {
                full[y * 7 + x] = 1;
                ring[y * 7 + x] = y == 1 || y == 5 || x == 1 || x == 5 ? 1 : 0;
            }
        }
        assertEquals(0, scores(2, full, ring, UNIT, 7, 7).hausdorff95(0, 1), 0);
    }

    @Test
    public void hausdorffInThreeDimensions() {
        int[] truth = new int[27];
        int[] prediction = new int[27];
        truth[0] = 1;
        prediction[2 * 9 + 3] = 1;
        assertEquals(Math.sqrt(2 * 2 * 4 * 4 + 1.5 * 1.5),
                scores(2, truth, prediction, new double[] {4, 1.5, 1}, 3, 3, 3).hausdorff95(0, 1), 1e-12);
    }

    @Test
    public void hausdorffIsTheSameInALargerImage() {
        SplittableRandom random = new SplittableRandom(7);
        double[] spacing = {2.5, 0.7, 1.1};
        int[] truth = random.ints(4 * 5 * 6, 0, 2).toArray();
        int[] prediction = random.ints(4 * 5 * 6, 0, 6).map(v -> v == 0 ? 1 : 0).toArray();
        double expected = scores(2, truth, prediction, spacing, 4, 5, 6).hausdorff95(0, 1);
        assertTrue("" + expected, expected > 1);
        assertEquals(expected, scores(2, inLarger(truth), inLarger(prediction), spacing, 9, 8, 11).hausdorff95(0, 1),
                1e-12);
    }

    /** 4 × 5 × 6 pixels at (3, 1, 4) of 9 × 8 × 11. */
    private static int[] inLarger(int[] classes) {
        int[] larger = new int[9 * 8 * 11];
        for (int i = 0; i < classes.length; i++) {
            larger[((i / 30 + 3) * 8 + i / 6 % 5 + 1) * 11 + i % 6 + 4] = classes[i];
        }
        return larger;
    }

    @Test
    public void ignoredPixelsCountForNothing() {
        SegmentationScores scores = scores(2, new int[] {1, 0, I, I}, new int[] {1, 1, 1, 0}, UNIT, 2, 2);
        assertEquals(2 * 1 / 3.0, scores.dice(0, 1), 1e-12);
        assertEquals(1 / 2.0, scores.iou(0, 1), 1e-12);
        assertEquals(0, scores.dice(0, 0), 0);
        assertEquals(NAN, scores.hausdorff95(0, 1), 0);
        SegmentationScores unsure = scores(2, new int[] {1, 1, 0, 0}, new int[] {1, I, 0, 0}, UNIT, 2, 2);
        assertEquals("a pixel that is not predicted is missed", 2 * 1 / 3.0, unsure.dice(0, 1), 1e-12);
    }

    private static SegmentationScores three() {
        SegmentationScores scores = new SegmentationScores(List.of("background", "a", "b"));
        scores.add(new LabelImage("x", new int[] {1, 0}, 1, 2), new LabelImage("x", new int[] {1, 1}, 1, 2), UNIT,
                "mm");
        scores.add(new LabelImage("y", new int[] {1, 2}, 1, 2), new LabelImage("y", new int[] {1, 2}, 1, 2), UNIT,
                "mm");
        scores.add(new LabelImage("z", new int[] {0, 0}, 1, 2), new LabelImage("z", new int[] {0, 0}, 1, 2), UNIT,
                "mm");
        return scores;
    }

    @Test
    public void meansOverImages() {
        SegmentationScores scores = three();
        assertEquals(3, scores.images());
        assertEquals((2 / 3.0 + 1) / 2, scores.meanDice(1), 1e-12);
        assertEquals(1, scores.meanDice(2), 0);
        assertEquals((5 / 6.0 + 1) / 2, scores.meanDice(), 1e-12);
        assertEquals((0.5 + 1) / 2, scores.meanIou(1), 1e-12);
        assertEquals(1, scores.best());
        assertEquals("an image without any class is neither best nor worst", 0, scores.worst());
        assertEquals(-1, new SegmentationScores(List.of("a", "b")).best());
    }

    @Test
    public void table() {
        Table table = three().toTable();
        assertEquals(List.of("image", "class", "name", "dice", "iou", "hausdorff95", "unit"), table.columns());
        assertEquals(3 * 3 + 3 + 1, table.rows().size());
        assertEquals("y", table.get(4, "image"));
        assertEquals("a", table.get(4, "name"));
        assertEquals(1.0, table.get(4, "dice"));
        assertEquals(List.of("mean", 1, "a"), table.rows().get(10).subList(0, 3));
        assertEquals("all but background", table.get(12, "name"));
        assertEquals(three().meanDice(), table.get(12, "dice"));
        assertEquals("mm", table.get(12, "unit"));
    }

    @Test
    public void mistakes() {
        SegmentationScores scores = new SegmentationScores(List.of("background", "a"));
        Expect.failure(() -> scores.add(labels(new int[2], 1, 2), labels(new int[2], 2, 1), UNIT, "mm"), "same size");
        Expect.failure(() -> scores.add(labels(new int[] {0, 2}, 1, 2), labels(new int[2], 1, 2), UNIT, "mm"),
                "class 2", "2 classes (0 to 1)");
        assertEquals(0, scores.images());
    }
}
