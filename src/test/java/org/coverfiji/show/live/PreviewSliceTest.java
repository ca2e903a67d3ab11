package org.coverfiji.show.live;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.ViewBatch;
import org.coverfiji.train.view.FieldPreview;
import org.junit.Test;

public class PreviewSliceTest {

    private static final float[] IMAGE = {1, 2, 3, 4, 5, 6, 7, 8, 9};

    @Test
    public void theZeroFieldChangesNothing() {
        PreviewSlice slice = new PreviewSlice(flat(field(3, 0, 0)), 0);
        assertArrayEquals(IMAGE, slice.warped()[0], 0);
        assertArrayEquals(IMAGE, slice.moving()[0], 0);
        assertEquals(1, slice.slices());
    }

    @Test
    public void warpingTakesTheMovingViewFromWhereTheFieldPoints() {
        assertArrayEquals(new float[] {2, 3, 0, 5, 6, 0, 8, 9, 0},
                new PreviewSlice(flat(field(3, 0, 1)), 0).warped()[0], 0);
        assertArrayEquals(new float[] {0, 0, 0, 1, 2, 3, 4, 5, 6},
                new PreviewSlice(flat(field(3, -1, 0)), 0).warped()[0], 0);
        assertArrayEquals(new float[] {1.5f, 2.5f, 1.5f, 4.5f, 5.5f, 3, 7.5f, 8.5f, 4.5f},
                new PreviewSlice(flat(field(3, 0, 0.5f)), 0).warped()[0], 0);
    }

    @Test
    public void aCoarseFieldIsBroughtToFullResolutionCornersOnCorners() {
        Tensor coarse = new Tensor(new float[] {0, 0, 0, 0, 0, 1, 0, 1}, 1, 2, 2, 2);
        PreviewSlice slice = new PreviewSlice(preview(4, coarse), 0);
        float[][] field = slice.predicted();
        assertArrayEquals(new float[16], field[0], 0);
        float[] row = {0, 2 / 3f, 4 / 3f, 2};
        for (int y = 0; y < 4; y++) {
            assertArrayEquals(row, Arrays.copyOfRange(field[1], 4 * y, 4 * y + 4), 1e-6f);
        }
    }

    @Test
    public void levelsAreTheOnesAskedFor() {
        FieldPreview preview = preview(4, field(2, 0, 1), field(4, 0, 7));
        assertEquals(2, new PreviewSlice(preview, 0).predicted()[1][5], 1e-6);
        assertEquals(7, new PreviewSlice(preview, 1).predicted()[1][5], 1e-6);
    }

    @Test
    public void theErrorIsTheMeanDistanceWhereTheMaskIs() {
        Tensor truth = field(3, 0, 0);
        truth.data()[4] = 30;
        Tensor mask = new Tensor(new float[] {1, 1, 1, 1, 0, 1, 1, 1, 1}, 1, 1, 3, 3);
        Tensor image = new Tensor(IMAGE, 1, 1, 3, 3);
        Tensor predicted = field(3, 3, 4);
        FieldPreview preview = new FieldPreview(1, new ViewBatch(image, image, truth, mask), new Tensor[] {predicted});
        assertEquals(5, new PreviewSlice(preview, 0).error(), 1e-6);
        assertEquals("beyond the mask nothing counts", 1, new PreviewSlice(preview, 0).largest(), 0);
    }

    @Test
    public void withoutAMaskThereIsNoError() {
        Tensor image = new Tensor(IMAGE, 1, 1, 3, 3);
        FieldPreview preview = new FieldPreview(1,
                new ViewBatch(image, image, field(3, 0, 0), Tensor.zeros(1, 1, 3, 3)), new Tensor[] {field(3, 0, 0)});
        assertEquals(Double.NaN, new PreviewSlice(preview, 0).error(), 0);
    }

    @Test
    public void volumesShowTheirMiddleSliceWarpedInAllDirections() {
        float[] volume = new float[27];
        for (int i = 0; i < 27; i++) {
            volume[i] = i;
        }
        Tensor image = new Tensor(volume, 1, 1, 3, 3, 3);
        Tensor up = Tensor.zeros(1, 3, 3, 3, 3);
        Arrays.fill(up.data(), 0, 27, 0.5f);
        Tensor mask = Tensor.zeros(1, 1, 3, 3, 3);
        Arrays.fill(mask.data(), 1);
        PreviewSlice slice = new PreviewSlice(
                new FieldPreview(1, new ViewBatch(image, image, up, mask), new Tensor[] {up}), 0);
        assertEquals(3, slice.slices());
        assertEquals(1, slice.slice());
        assertArrayEquals(Arrays.copyOfRange(volume, 9, 18), slice.moving()[0], 0);
        float[] expected = new float[9];
        for (int i = 0; i < 9; i++) {
            expected[i] = 9 + i + 4.5f;
        }
        assertArrayEquals(expected, slice.warped()[0], 1e-5f);
        assertEquals(0, slice.error(), 0);
    }

    @Test
    public void aPreviewIsOfOnePair() {
        Tensor two = Tensor.zeros(2, 1, 3, 3);
        assertThrows(IllegalArgumentException.class,
                () -> new FieldPreview(1, new ViewBatch(two, two, two, two), new Tensor[0]));
    }

    private static FieldPreview flat(Tensor field) {
        Tensor image = new Tensor(IMAGE, 1, 1, 3, 3);
        Tensor mask = Tensor.zeros(1, 1, 3, 3);
        return new FieldPreview(1, new ViewBatch(image, image, field(3, 0, 0), mask), new Tensor[] {field});
    }

    private static FieldPreview preview(int side, Tensor... fields) {
        Tensor image = Tensor.zeros(1, 1, side, side);
        return new FieldPreview(1, new ViewBatch(image, image, field(side, 0, 0), image), fields);
    }

    /** The same displacement everywhere. */
    static Tensor field(int side, float dy, float dx) {
        Tensor field = Tensor.zeros(1, 2, side, side);
        Arrays.fill(field.data(), 0, side * side, dy);
        Arrays.fill(field.data(), side * side, 2 * side * side, dx);
        return field;
    }
}
