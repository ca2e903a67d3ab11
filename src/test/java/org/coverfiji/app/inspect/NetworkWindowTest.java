package org.coverfiji.app.inspect;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Normalization;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.model.ModelDescription;
import org.coverfiji.model.TestModels;
import org.junit.Test;

public class NetworkWindowTest {

    private static ModelDescription model(int resize) {
        return TestModels.description(TestModels.network(2, 1), 32).normalization(Normalization.window(0, 1))
                .resize(resize).build();
    }

    /** Every pixel's value is its number over the number of pixels. */
    private static FloatImage image(int height, int width) {
        float[] data = new float[height * width];
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) i / data.length;
        }
        return new FloatImage("numbers", data, 1, new int[] {height, width}, new double[] {1, 1}, "pixel");
    }

    private static LabelImage label(int height, int width) {
        int[] classes = new int[height * width];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = i;
        }
        return new LabelImage("numbers", classes, height, width);
    }

    @Test
    public void theMiddleIsSeenWithItsLabels() {
        NetworkWindow window = NetworkWindow.of(image(50, 300), label(50, 300), model(0));
        assertArrayEquals("multiples of 16, at most 256", new int[] {48, 256}, window.image().size());
        float[] data = window.image().data();
        int[] classes = window.classes(48, 256);
        for (int i = 0; i < data.length; i++) {
            assertEquals("labels are their pixels'", classes[i], Math.round(data[i] * 50 * 300));
        }
        assertEquals("cropped on both sides", 1 * 300 + 22, classes[0]);
        int[] coarse = window.classes(24, 128);
        assertEquals("at the middle of two by two pixels", 2 * 300 + 23, coarse[0]);
    }

    @Test
    public void imagesAreResizedAsInTrainingAndNarrowOnesMirrored() {
        NetworkWindow window = NetworkWindow.of(image(20, 100), null, model(64));
        assertArrayEquals(new int[] {16, 64}, window.image().size());
        assertNull(window.classes(16, 64));
    }

    @Test
    public void aMovedWindowShowsAtAPixelWhatWasElsewhere() {
        NetworkWindow window = NetworkWindow.of(image(32, 32), null, model(0));
        float[] still = window.tensor().data();
        Tensor moved = window.moved(2, -3);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 32; x++) {
                boolean inside = y + 2 < 32 && x - 3 >= 0;
                assertEquals(inside ? still[(y + 2) * 32 + x - 3] : 0, moved.data()[y * 32 + x], 0);
            }
        }
    }

    @Test
    public void aWindowIsCroppedInItsMiddle() {
        NetworkWindow window = NetworkWindow.of(image(64, 64), null, model(0)).cropped(32, 48);
        assertArrayEquals(new int[] {32, 48}, window.image().size());
        assertEquals((16 * 64 + 8) / 4096f, window.image().data()[0], 1e-6);
    }
}
