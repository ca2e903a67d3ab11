package org.coverfiji.train.crop;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Batch;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageSource;
import org.junit.Test;

public class RotationSamplerTest {

    private static final int SIDE = 16;

    private static ImageSource images(double[] spacing) {
        return new ImageSource() {
            @Override
            public int size() {
                return 3;
            }

            @Override
            public FloatImage get(int index) {
                int[] size = new int[spacing.length];
                Arrays.fill(size, SIDE);
                float[] data = new float[(int) Tensor.size(size)];
                for (int i = 0; i < data.length; i++) {
                    data[i] = (i + 0.1f * index) / data.length;
                }
                return new FloatImage("image " + index, data, 1, size, spacing, "mm");
            }
        };
    }

    private static Batch batch(int samples, long iteration, double... spacing) {
        int[] patch = new int[spacing.length];
        Arrays.fill(patch, SIDE);
        return new RotationSampler(images(spacing), patch, samples, 1).batch(iteration);
    }

    @Test
    public void everyImageEntersInAllFourRotations() {
        Batch batch = batch(8, 0, 1, 1);
        assertArrayEquals(new float[] {0, 1, 2, 3, 0, 1, 2, 3}, batch.get(RotationSampler.LABELS).data(), 0);
        assertEquals(batch.images()[0], batch.images()[3]);
        assertTrue(batch.images()[0] != batch.images()[4]);
        float[] view = batch.get(RotationSampler.VIEW).data();
        int pixels = SIDE * SIDE;
        for (int turn = 0; turn < 4; turn++) {
            float[] turned = new float[pixels];
            QuarterTurns.apply(turn, new int[] {SIDE, SIDE}, view, 0, turned, 0);
            assertArrayEquals(Arrays.copyOfRange(view, turn * pixels, (turn + 1) * pixels), turned, 0);
        }
    }

    @Test
    public void volumesComeInAllTenEquallyOften() {
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            for (float label : batch(3, i, 1, 1, 1).get(RotationSampler.LABELS).data()) {
                counts[(int) label]++;
            }
        }
        assertArrayEquals(new int[] {3, 3, 3, 3, 3, 3, 3, 3, 3, 3}, counts);
    }

    /** Slices are further apart than pixels: a turn out of the slice would be seen without looking at the content. */
    @Test
    public void volumesOfThickSlicesAreTurnedWithinTheSlice() {
        int[] counts = new int[10];
        for (int i = 0; i < 4; i++) {
            for (float label : batch(3, i, 3, 1, 1).get(RotationSampler.LABELS).data()) {
                counts[(int) label]++;
            }
        }
        assertArrayEquals(new int[] {3, 0, 0, 0, 3, 3, 3, 0, 0, 0}, counts);
        int[] cube = {16, 16, 16};
        assertArrayEquals(new int[] {0, 1, 2, 3}, QuarterTurns.within(new double[] {1, 1, 3}, cube));
        assertArrayEquals(new int[] {0, 7, 8, 9}, QuarterTurns.within(new double[] {1, 2, 1.001}, cube));
    }

    /** A flat patch is turned within its slices only, and keeps its shape. */
    @Test
    public void flatPatchesAreTurnedWithinTheSlice() {
        int[] flat = {2, 3, 3};
        assertArrayEquals(new int[] {0, 4, 5, 6}, QuarterTurns.within(new double[] {1, 1, 1}, flat));
        float[] patch = new float[18];
        for (int i = 0; i < patch.length; i++) {
            patch[i] = i;
        }
        float[] turned = new float[18];
        QuarterTurns.apply(6, flat, patch, 0, turned, 0);
        assertArrayEquals(new float[] {2, 5, 8, 1, 4, 7, 0, 3, 6, 11, 14, 17, 10, 13, 16, 9, 12, 15}, turned, 0);
    }

    @Test
    public void whereNothingCanBeTurnedThatIsSaid() {
        for (double[] spacing : new double[][] {{1, 2}, {1, 2, 3}}) {
            CoverException e = assertThrows(CoverException.class, () -> batch(4, 0, spacing));
            assertTrue(e.getMessage(), e.getMessage().contains("needs two axes on which both are equal"));
        }
    }

    @Test
    public void aBatchIsAFunctionOfTheIteration() {
        assertArrayEquals(batch(4, 7, 1, 1, 1).get(RotationSampler.VIEW).data(),
                batch(4, 7, 1, 1, 1).get(RotationSampler.VIEW).data(), 0);
    }
}
