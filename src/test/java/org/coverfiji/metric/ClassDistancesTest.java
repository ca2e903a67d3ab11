package org.coverfiji.metric;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Random;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.math.PixelVectors;
import org.junit.Test;

public class ClassDistancesTest {

    private static PixelVectors row(float... values) {
        return PixelVectors.of(new Tensor(values, 1, 2, 1, values.length / 2));
    }

    @Test
    public void distancesAreOneLessTheCosine() {
        ClassDistances distances = new ClassDistances(2, 2);
        // (1, 0), (0.6, 0.8) of class 0; (0, 1) of class 1; the last pixel is not labelled.
        distances.add(row(1, 0.6f, 0, -1, 0, 0.8f, 1, 0), new int[] {0, 0, 1, -1});
        assertEquals(1 - 0.6, distances.within(), 1e-6);
        assertEquals(1 - (0 + 0.8) / 2, distances.between(), 1e-6);
    }

    @Test
    public void theyAreThoseOfAllPairsOverAllImages() {
        Random random = new Random(3);
        float[][] vectors = new float[40][2];
        int[] classes = new int[40];
        ClassDistances distances = new ClassDistances(3, 2);
        for (int image = 0; image < 4; image++) {
            float[] map = new float[20];
            int[] own = new int[10];
            for (int p = 0; p < 10; p++) {
                double angle = random.nextDouble() * 6;
                int c = random.nextInt(3);
                vectors[image * 10 + p] = new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
                classes[image * 10 + p] = c;
                own[p] = c;
                map[p] = vectors[image * 10 + p][0];
                map[10 + p] = vectors[image * 10 + p][1];
            }
            distances.add(row(map), own);
        }
        double[][] sums = new double[3][3];
        int[][] counts = new int[3][3];
        for (int i = 0; i < 40; i++) {
            for (int j = i + 1; j < 40; j++) {
                int a = Math.min(classes[i], classes[j]);
                int b = Math.max(classes[i], classes[j]);
                sums[a][b] += 1 - vectors[i][0] * vectors[j][0] - vectors[i][1] * vectors[j][1];
                counts[a][b]++;
            }
        }
        double within = 0;
        double between = 0;
        for (int a = 0; a < 3; a++) {
            within += sums[a][a] / counts[a][a] / 3;
            for (int b = a + 1; b < 3; b++) {
                between += sums[a][b] / counts[a][b] / 3;
            }
        }
        assertEquals(within, distances.within(), 1e-6);
        assertEquals(between, distances.between(), 1e-6);
    }

    @Test
    public void withoutPixelsThereIsNoDistance() {
        ClassDistances distances = new ClassDistances(2, 2);
        distances.add(row(1, 0), new int[] {0});
        assertTrue(Double.isNaN(distances.within()) && Double.isNaN(distances.between()));
    }
}
