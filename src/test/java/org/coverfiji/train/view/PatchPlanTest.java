package org.coverfiji.train.view;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.UsualShape;
import org.junit.Test;

public class PatchPlanTest {

    private static int[] planned(double[] spacing, int... size) {
        UsualShape.Collector shapes = new UsualShape.Collector();
        shapes.add(size, spacing, "mm");
        return PatchPlan.of(shapes.median());
    }

    @Test
    public void fewThickSlicesGetAFlatPatchThatShowsMuchOfEachSlice() {
        assertArrayEquals(new int[] {16, 80, 96}, planned(new double[] {8, 1.4, 1.4}, 10, 216, 256));
        assertArrayEquals(new int[] {16, 80, 96}, planned(new double[] {10, 1.5, 1.5}, 13, 256, 216));
    }

    @Test
    public void aFewVoxelsAreTakenWholeAndNeverMoreThanThereAre() {
        assertArrayEquals(new int[] {32, 48, 32}, planned(new double[] {1, 1, 1}, 36, 50, 35));
        assertArrayEquals(new int[] {16, 48, 32}, planned(new double[] {3, 1, 1}, 12, 50, 35));
    }

    /** Cubes in millimetres, not in voxels. */
    @Test
    public void largeVolumesGetWhatIsACubeInSpace() {
        assertArrayEquals(new int[] {48, 48, 48}, planned(new double[] {1, 1, 1}, 256, 256, 256));
        int[] thick = planned(new double[] {5, 0.7, 0.7}, 60, 512, 512);
        assertArrayEquals(new int[] {16, 80, 96}, thick);
        int[] thin = planned(new double[] {2, 1, 1}, 150, 300, 300);
        assertEquals(thin[1], 2 * thin[0], 16);
    }

    @Test
    public void noStepHoldsMoreThanTheBudget() {
        for (int slices = 1; slices < 300; slices += 7) {
            int[] patch = planned(new double[] {3, 0.5, 0.8}, slices, 700, 500);
            assertTrue(patch[0] * patch[1] * patch[2] <= 1 << 17);
            assertTrue(patch[0] <= Math.max(16, slices));
        }
    }

    @Test
    public void planesGetASquareThatIsNoLargerThanTheyAre() {
        assertArrayEquals(new int[] {128, 128}, planned(new double[] {1, 1}, 1024, 1024));
        assertArrayEquals(new int[] {128, 128}, planned(new double[] {1, 1}, 90, 130));
        assertArrayEquals(new int[] {64, 64}, planned(new double[] {1, 1}, 70, 50));
        assertArrayEquals(new int[] {16, 16}, planned(new double[] {1, 1}, 9, 9));
    }

    @Test
    public void oneNumberOrOnePerAxisOrAutomatic() {
        assertArrayEquals(new int[] {32, 32, 32}, PatchPlan.sides(PatchPlan.PATCH.read("32"), 3));
        assertArrayEquals(new int[] {16, 128, 128}, PatchPlan.sides(PatchPlan.PATCH.read("16, 128,128"), 3));
        assertArrayEquals(new int[] {64, 128}, PatchPlan.sides(PatchPlan.PATCH.read("64,128"), 2));
        assertTrue(PatchPlan.isAutomatic(PatchPlan.PATCH.read("0")));
        assertTrue(PatchPlan.isAutomatic(PatchPlan.PATCH.read("auto")));
        assertEquals("patch is 16,128,128, but the images are 2D; give one number, or two (y,x).",
                assertThrows(CoverException.class, () -> PatchPlan.sides(List.of(16, 128, 128), 2)).getMessage());
        for (String wrong : List.of("100", "16,100,16", "-16", "0,16", "16,16,16,16")) {
            assertEquals("patch is " + wrong + ", but must be a positive multiple of 16, or one per axis (z,y,x) such"
                    + " as 16,128,128, or auto.",
                    assertThrows(CoverException.class, () -> PatchPlan.PATCH.read(wrong)).getMessage());
        }
    }
}
