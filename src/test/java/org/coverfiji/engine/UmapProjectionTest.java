package org.coverfiji.engine;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.Random;
import java.util.function.Function;

import org.coverfiji.metric.ClusterScores;
import org.junit.Test;

public class UmapProjectionTest {

    @SuppressWarnings("unchecked")
    private static float[][] project(float[][] vectors, long seed) {
        return ((Function<float[][], float[][]>) ToolLibraries.create(Function.class,
                "org.coverfiji.tools.UmapProjection", 10, seed)).apply(vectors);
    }

    @Test
    public void clustersStayApartAndTheMapRepeatsExactly() {
        Random random = new Random(5);
        float[][] vectors = new float[150][12];
        int[] labels = new int[150];
        for (int i = 0; i < vectors.length; i++) {
            labels[i] = i % 3;
            for (int c = 0; c < 12; c++) {
                vectors[i][c] = (float) (random.nextGaussian() + (c == labels[i] ? 12 : 0));
            }
        }
        float[][] plane = project(vectors, 7);
        assertEquals(2, plane[0].length);
        assertTrue(new ClusterScores(plane, labels, 10).purity() > 0.95);
        float[][] again = project(vectors, 7);
        for (int i = 0; i < plane.length; i++) {
            assertArrayEquals(plane[i], again[i], 0);
        }
    }
}
