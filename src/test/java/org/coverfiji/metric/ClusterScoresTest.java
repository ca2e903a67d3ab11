package org.coverfiji.metric;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Random;

import org.junit.Test;

public class ClusterScoresTest {

    private static float[][] line(double... values) {
        float[][] vectors = new float[values.length][1];
        for (int i = 0; i < values.length; i++) {
            vectors[i][0] = (float) values[i];
        }
        return vectors;
    }

    @Test
    public void theSilhouetteIsThatOfItsDefinition() {
        // 0 and 1 against 4: a = 1, b = 4 and 3; alone a class has none.
        ClusterScores scores = new ClusterScores(line(0, 1, 4), new int[] {0, 0, 1}, 1);
        assertEquals((3.0 / 4 + 2.0 / 3) / 2, scores.silhouette(), 1e-9);
        // Both classes: (0, 1) and (4, 6).
        double first = (1 - 1 / 5.0 + 1 - 1 / 4.0) / 2;
        double second = (1 - 2 / 3.5 + 1 - 2 / 5.5) / 2;
        assertEquals((first + second) / 2, new ClusterScores(line(0, 1, 4, 6), new int[] {0, 0, 1, 1}, 1).silhouette(),
                1e-9);
    }

    @Test
    public void purityIsTheShareOfNeighboursOfTheSameClassAndClassesCountAlike() {
        ClusterScores one = new ClusterScores(line(0, 1, 2, 2.4, 5), new int[] {0, 0, 0, 1, 1}, 1);
        // Nearest of class 0: all its own but the last one's, which is 2.4; of class 1: 2, and 2.4.
        assertEquals((2.0 / 3 + 1.0 / 2) / 2, one.purity(), 1e-9);
        ClusterScores two = new ClusterScores(line(0, 1, 2, 2.4, 5), new int[] {0, 0, 0, 1, 1}, 2);
        assertEquals((2.5 / 3 + 0.25) / 2, two.purity(), 1e-9);
    }

    @Test
    public void classesFarApartAreTold() {
        Random random = new Random(2);
        float[][] vectors = new float[60][5];
        int[] labels = new int[60];
        boolean[] held = new boolean[60];
        for (int i = 0; i < 60; i++) {
            labels[i] = i % 3;
            held[i] = i % 2 == 1;
            for (int c = 0; c < 5; c++) {
                vectors[i][c] = (float) (random.nextGaussian() + (c == labels[i] ? 30 : 0));
            }
        }
        ClusterScores scores = new ClusterScores(vectors, labels, 5);
        assertTrue(scores.silhouette() > 0.9);
        assertEquals(1, scores.purity(), 0);
        assertEquals(1, new LinearSeparability(vectors, labels, held).accuracy(), 0);
    }

    /** Classes that are the same are told by chance on vectors that were held out, though not on those fitted. */
    @Test
    public void heldOutVectorsOfClassesWithoutADifferenceAreToldByChance() {
        Random random = new Random(4);
        float[][] vectors = new float[600][40];
        int[] labels = new int[600];
        boolean[] held = new boolean[600];
        for (int i = 0; i < 600; i++) {
            // Three times as many of one class: they count no more.
            labels[i] = random.nextInt(4) == 0 ? 1 : 0;
            held[i] = random.nextBoolean();
            for (int c = 0; c < 40; c++) {
                vectors[i][c] = (float) random.nextGaussian();
            }
        }
        assertEquals(0.5, new LinearSeparability(vectors, labels, held).accuracy(), 0.1);
        assertEquals(0.5, new ClusterScores(vectors, labels, 10).purity(), 0.1);
        assertEquals(0, new ClusterScores(vectors, labels, 10).silhouette(), 0.05);
    }

    @Test
    public void aClassWithinAnotherIsNotSeparableByAPlane() {
        float[][] vectors = line(-3, -2, 2, 3, -0.5, 0.5, -3.1, -2.1, 2.1, 3.1, -0.4, 0.4);
        int[] labels = {0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1};
        boolean[] held = {false, false, false, false, false, false, true, true, true, true, true, true};
        assertTrue(new LinearSeparability(vectors, labels, held).accuracy() < 0.8);
        assertTrue(new ClusterScores(vectors, labels, 1).purity() > 0.9);
    }

    @Test
    public void oneClassHasNoScores() {
        assertTrue(Double.isNaN(new ClusterScores(line(0, 1), new int[] {0, 0}, 1).silhouette()));
        assertTrue(Double.isNaN(new LinearSeparability(line(0, 1), new int[] {0, 0}, new boolean[2]).accuracy()));
    }
}
