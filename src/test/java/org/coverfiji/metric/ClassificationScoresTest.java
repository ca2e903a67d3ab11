package org.coverfiji.metric;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;

import org.coverfiji.file.Table;
import org.coverfiji.image.Expect;
import org.junit.Test;

public class ClassificationScoresTest {

    private static final List<String> NAMES = List.of("healthy", "sick", "other");

    /** Four healthy images, of which three are found; two sick ones, of which one is found. */
    private static ClassificationScores example() {
        ClassificationScores scores = new ClassificationScores(NAMES);
        scores.add("a", 0, new float[] {0.9f, 0.1f, 0});
        scores.add("b", 0, new float[] {0.8f, 0.2f, 0});
        scores.add("c", 0, new float[] {0.6f, 0.4f, 0});
        scores.add("d", 0, new float[] {0.2f, 0.8f, 0});
        scores.add("e", 1, new float[] {0.3f, 0.7f, 0});
        scores.add("f", 1, new float[] {0.6f, 0.4f, 0});
        return scores;
    }

    @Test
    public void accuracies() {
        ClassificationScores scores = example();
        assertEquals(4 / 6.0, scores.accuracy(), 1e-12);
        assertEquals(0.75, scores.recall(0), 0);
        assertEquals(Double.NaN, scores.recall(2), 0);
        assertEquals("classes without images do not count", (0.75 + 0.5) / 2, scores.balancedAccuracy(), 1e-12);
        assertArrayEquals(new int[][] {{3, 1, 0}, {1, 1, 0}, {0, 0, 0}}, scores.confusion());
        assertEquals(Double.NaN, new ClassificationScores(NAMES).accuracy(), 0);
    }

    @Test
    public void aucCountsTiesHalf() {
        ClassificationScores scores = example();
        // Sick 0.7 beats 0.1, 0.2, 0.4 and loses to 0.8; sick 0.4 beats 0.1, 0.2, ties with 0.4, loses to 0.8.
        assertEquals((3 + 2.5) / 8, scores.auc(1), 1e-12);
        assertEquals((3 + 2.5) / 8, scores.auc(0), 1e-12);
        assertEquals(Double.NaN, scores.auc(2), 0);
        assertEquals(5.5 / 8, scores.meanAuc(), 1e-12);
    }

    @Test
    public void calibrationErrorIsTheGapBetweenCertaintyAndAccuracy() {
        // Bins by the highest probability: 0.9 right; 0.8 right and 0.8 wrong; 0.6 right and 0.6 wrong; 0.7 right.
        assertEquals((0.1 + 2 * 0.3 + 2 * 0.1 + 0.3) / 6, example().calibrationError(), 1e-6);
        assertEquals(Double.NaN, new ClassificationScores(NAMES).calibrationError(), 0);
        Table table = example().toTable();
        assertEquals(example().calibrationError(), (double) table.get(3, "calibration_error"), 0);
    }

    @Test
    public void logLossIsTheSurpriseAtTheTrueClass() {
        double expected = -Math.log(0.9 * 0.8 * 0.6 * 0.2 * 0.7 * 0.4) / 6;
        assertEquals(expected, example().logLoss(), 1e-6);
        assertEquals(Double.NaN, new ClassificationScores(NAMES).logLoss(), 0);
    }

    @Test
    public void calibratingKeepsClassesAndOrder() {
        ClassificationScores certain = new ClassificationScores(List.of("no", "yes"));
        for (int i = 0; i < 40; i++) {
            float p = i % 2 == 0 ? 1e-6f * (1 + i) : 1 - 1e-6f * (1 + i);
            certain.add("i" + i, i % 5 == 0 ? 1 - i % 2 : i % 2, new float[] {1 - p, p});
        }
        ClassificationScores calibrated = certain.at(certain.temperature());
        assertTrue(certain.temperature() > 3);
        assertEquals(0.2, certain.calibrationError(), 1e-3);
        assertTrue(calibrated.calibrationError() < 0.1);
        assertEquals(certain.accuracy(), calibrated.accuracy(), 0);
        assertEquals(certain.meanAuc(), calibrated.meanAuc(), 1e-2);
    }

    @Test
    public void aucOfPerfectReversedAndBlindPredictions() {
        for (int kind = 0; kind < 3; kind++) {
            ClassificationScores scores = new ClassificationScores(List.of("no", "yes"));
            for (int i = 0; i < 10; i++) {
                float p = kind == 0 ? i / 10f : kind == 1 ? 1 - i / 10f : 0.5f;
                scores.add("i" + i, i < 7 ? 0 : 1, new float[] {1 - p, p});
            }
            assertEquals(new double[] {1, 0, 0.5}[kind], scores.auc(1), 1e-12);
        }
    }

    @Test
    public void equalProbabilitiesGoToTheFirstClass() {
        ClassificationScores scores = new ClassificationScores(NAMES);
        scores.add("a", 1, new float[] {0.2f, 0.4f, 0.4f});
        assertEquals(1, scores.predicted(0));
    }

    @Test
    public void tables() {
        ClassificationScores scores = example();
        Table table = scores.toTable();
        assertEquals(4, table.rows().size());
        assertEquals(4, table.get(0, "images"));
        assertEquals(0.75, table.get(0, "recall"));
        assertEquals("all", table.get(3, "class"));
        assertEquals(scores.accuracy(), table.get(3, "accuracy"));
        assertEquals(0.625, table.get(3, "balanced_accuracy"));
        Table confusion = scores.confusionTable();
        assertEquals(List.of("true class", "predicted healthy", "predicted sick", "predicted other"),
                confusion.columns());
        assertEquals(List.of("sick", 1, 1, 0), confusion.rows().get(1));
        Table images = scores.imageTable();
        assertEquals(List.of("d", "healthy", "sick", "no", 0.2f, 0.8f, 0f), images.rows().get(3));
        assertEquals("yes", images.get(4, "correct"));
    }

    @Test
    public void predictionThatIsNoNumber() {
        Expect.failure(() -> example().add("x.png", 0, new float[] {Float.NaN, 0, 0}), "x.png", "not a number");
    }
}
