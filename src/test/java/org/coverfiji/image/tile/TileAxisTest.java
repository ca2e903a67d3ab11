package org.coverfiji.image.tile;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class TileAxisTest {

    @Test
    public void tilesAreFlushWithTheBordersAndOverlapByHalf() {
        assertArrayEquals(new int[] {0}, new TileAxis(16, 16, 0.5).starts);
        assertArrayEquals(new int[] {0, 1}, new TileAxis(17, 16, 0.5).starts);
        assertArrayEquals(new int[] {0, 8, 16}, new TileAxis(32, 16, 0.5).starts);
        assertArrayEquals(new int[] {0, 12, 24, 36}, new TileAxis(52, 16, 0.25).starts);
        assertArrayEquals(new int[] {0, 16}, new TileAxis(32, 16, 0).starts);
        assertArrayEquals(new int[] {0, 6, 12, 18}, new TileAxis(34, 16, 0.5).starts);
    }

    @Test
    public void aWindowLargerThanTheImageIsCentredOnIt() {
        TileAxis axis = new TileAxis(11, 16, 0.5);
        assertArrayEquals(new int[] {-2}, axis.starts);
        assertEquals(2, axis.first(0));
        assertEquals(13, axis.last(0));
    }

    /** A level's pixels span up to 16 of the image: tiles that begin between them would have pixels of their own. */
    @Test
    public void alignedTilesBeginAtMultiplesAndCoverTheNextMultiple() {
        assertArrayEquals(new int[] {0, 16, 32}, TileAxis.aligned(58, 32, 16).starts);
        assertEquals(64, TileAxis.aligned(58, 32, 16).size);
        assertArrayEquals(new int[] {0, 32, 48}, TileAxis.aligned(107, 64, 16).starts);
        assertArrayEquals("on both sides of a small image", new int[] {-16}, TileAxis.aligned(20, 64, 16).starts);
        assertArrayEquals("by a multiple", new int[] {0}, TileAxis.aligned(20, 48, 16).starts);
        TileAxis coarser = TileAxis.aligned(107, 64, 16).coarser(8);
        assertArrayEquals(new int[] {0, 4, 6}, coarser.starts);
        assertEquals(14, coarser.size);
        assertEquals(8, coarser.window);
    }

    @Test
    public void alignedTilesAreMirroredAtTheImagesBorder() {
        int[] sources = TileAxis.aligned(20, 32, 16).sources(0);
        assertEquals(19, sources[19]);
        assertEquals(18, sources[20]);
    }

    @Test
    public void bordersAreMirroredWithoutRepeatingThem() {
        assertArrayEquals(new int[] {2, 1, 0, 1, 2, 3, 2, 1}, new TileAxis(4, 8, 0.5).sources(0));
        assertArrayEquals(new int[] {1, 0, 1, 0, 1, 0, 1, 0}, new TileAxis(2, 8, 0.5).sources(0));
        assertArrayEquals(new int[] {0, 0, 0, 0}, new TileAxis(1, 4, 0.5).sources(0));
        assertArrayEquals(new int[] {4, 5, 6, 7}, new TileAxis(8, 4, 0.5).sources(2));
    }

    @Test
    public void weightsSumToOneAtEveryPixel() {
        for (int size : new int[] {1, 5, 16, 17, 31, 33, 100}) {
            TileAxis axis = new TileAxis(size, 16, size % 3 / 4.0);
            double[] sum = new double[size];
            for (int tile = 0; tile < axis.starts.length; tile++) {
                for (int i = axis.first(tile); i < axis.last(tile); i++) {
                    float weight = axis.weights(tile)[i];
                    assertTrue(weight > 0);
                    sum[axis.starts[tile] + i] += weight;
                }
            }
            for (double s : sum) {
                assertEquals(1, s, 1e-6);
            }
        }
    }

    @Test
    public void weightsAreARaisedCosine() {
        // Two tiles of 32 on 48 pixels: at the overlap's pixel p, tile 0 is at p and tile 1 at p − 16.
        TileAxis axis = new TileAxis(48, 32, 0.5);
        assertArrayEquals(new int[] {0, 16}, axis.starts);
        double inFirst = Math.pow(Math.sin(Math.PI * 20.5 / 32), 2);
        double inSecond = Math.pow(Math.sin(Math.PI * 4.5 / 32), 2);
        assertEquals("half an overlap needs no division", 1, inFirst + inSecond, 1e-12);
        assertEquals(inFirst, axis.weights(0)[20], 1e-6);
        assertEquals(inSecond, axis.weights(1)[4], 1e-6);
        assertEquals("only one tile reaches the rim", 1, axis.weights(0)[0], 0);
    }

    @Test
    public void weightsAreMirrorSymmetric() {
        TileAxis axis = new TileAxis(64, 32, 0.5);
        for (int i = 0; i < 32; i++) {
            assertEquals(axis.weights(0)[i], axis.weights(2)[31 - i], 1e-7);
        }
    }
}
