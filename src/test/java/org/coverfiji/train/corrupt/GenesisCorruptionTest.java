package org.coverfiji.train.corrupt;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewRandom;
import org.junit.Test;

/** Each of the four steps by itself, told by what it leaves alone. */
public class GenesisCorruptionTest {

    private static final int[][] PATCHES = {{64, 48}, {32, 32, 48}};

    private static GenesisConfiguration.Builder none(int[] patch) {
        return GenesisConfiguration.builder(patch.length).shuffling(0).curve(0, 0).painting(0, 0);
    }

    /** Every pixel has a value of its own. */
    private static float[] image(int[] patch) {
        float[] data = new float[(int) Tensor.size(patch)];
        for (int i = 0; i < data.length; i++) {
            data[i] = (i + 0.5f) / data.length;
        }
        return data;
    }

    private static float[] corrupted(int[] patch, GenesisConfiguration configuration, long seed) {
        float[] data = image(patch);
        new GenesisCorruption(patch, configuration).apply(data, 0, 1, null, 0, ViewRandom.of(seed));
        return data;
    }

    private static double changed(float[] before, float[] after) {
        int count = 0;
        for (int i = 0; i < before.length; i++) {
            count += before[i] == after[i] ? 0 : 1;
        }
        return (double) count / before.length;
    }

    @Test
    public void nothingAtAll() {
        for (int[] patch : PATCHES) {
            assertArrayEquals(image(patch), corrupted(patch, none(patch).build(), 1), 0);
        }
    }

    @Test
    public void shufflingMovesValuesWithinWindowsAndMakesNone() {
        for (int[] patch : PATCHES) {
            float[] before = image(patch);
            float[] after = corrupted(patch, none(patch).shuffling(1).build(), 1);
            assertTrue(changed(before, after) > 0.3);
            float[] values = before.clone();
            for (float value : after) {
                assertTrue(Arrays.binarySearch(values, value) >= 0);
            }
            // No value comes from further than a window is long.
            int width = patch[patch.length - 1];
            for (int i = 0; i < after.length; i++) {
                int from = Arrays.binarySearch(before, after[i]);
                assertTrue(Math.abs(from % width - i % width) < width / 10);
            }
        }
    }

    @Test
    public void windowsAlikeAreAllShuffledInOneOrder() {
        int[] patch = {60, 60};
        float[] before = image(patch);
        float[] after = corrupted(patch, none(patch).shuffling(1).windows(1, 20, true).build(), 3);
        int count = 0;
        for (int i = 0; i < after.length; i++) {
            count += before[i] == after[i] ? 0 : 1;
        }
        assertTrue(count + " of 9 pixels", count > 0 && count <= 9);
    }

    @Test
    public void curvesAreMonotonous() {
        int[] patch = {64, 48};
        for (int falling = 0; falling < 2; falling++) {
            float[] after = corrupted(patch, none(patch).curve(1, falling).build(), 5);
            int rising = 0;
            for (int i = 1; i < after.length; i++) {
                rising += after[i] >= after[i - 1] ? 1 : 0;
            }
            assertEquals(falling == 1 ? 0 : 1, (double) rising / (after.length - 1), 0.02);
            assertTrue(changed(image(patch), after) > 0.9);
        }
    }

    @Test
    public void paintedBlocksKeepOffTheBorder() {
        for (int[] patch : PATCHES) {
            float[] before = image(patch);
            float[] after = corrupted(patch, none(patch).painting(1, 0).build(), 4);
            double painted = changed(before, after);
            assertTrue("painted " + painted, painted > 0.003 && painted < 0.6);
            assertBorder(patch, before, after, true);
        }
    }

    @Test
    public void outPaintingKeepsWindowsOffTheBorder() {
        for (int[] patch : PATCHES) {
            float[] before = image(patch);
            float[] after = corrupted(patch, none(patch).painting(1, 1).build(), 2);
            double painted = changed(before, after);
            assertTrue("painted " + painted, painted > 0.3 && painted < 0.95);
            assertBorder(patch, before, after, false);
        }
    }

    private static void assertBorder(int[] patch, float[] before, float[] after, boolean kept) {
        int width = patch[patch.length - 1];
        for (int i = 0; i < 3 * width; i++) {
            assertEquals(kept, before[i] == after[i]);
        }
        for (int i = 0; i < before.length; i += width) {
            for (int x : new int[] {0, 1, 2, width - 3, width - 2, width - 1}) {
                assertEquals(kept, before[i + x] == after[i + x]);
            }
        }
    }

    /** Where the windows that out-painting keeps do not fit, it is left out. */
    @Test
    public void smallPatchesAreNotPaintedOver() {
        int[] patch = {12, 12};
        assertArrayEquals(image(patch), corrupted(patch, none(patch).painting(1, 1).build(), 2), 0);
    }

    @Test
    public void anEqualSeedSpoilsAlikeAndAnotherNot() {
        int[] patch = {32, 32};
        GenesisConfiguration all = GenesisConfiguration.builder(2).shuffling(1).build();
        assertArrayEquals(corrupted(patch, all, 1), corrupted(patch, all, 1), 0);
        assertFalse(Arrays.equals(corrupted(patch, all, 1), corrupted(patch, all, 2)));
    }
}
