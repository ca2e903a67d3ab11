package org.coverfiji.image.tile;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.metric.DiceCounts;
import org.junit.Test;

public class PixelPredictorTest {

    /** Three "probabilities" that follow from the pixel's value: the class is its tens digit. */
    private static final TileFunction TENS = tiles -> {
        int[] shape = tiles.shape();
        int pixels = tiles.data().length / shape[0];
        shape[1] = 3;
        Tensor result = Tensor.zeros(shape);
        for (int n = 0; n < shape[0]; n++) {
            for (int i = 0; i < pixels; i++) {
                result.data()[(n * 3 + (int) (tiles.data()[n * pixels + i] / 10)) * pixels + i] = 1;
            }
        }
        return result;
    };

    private static FloatImage image(int... size) {
        int pixels = 1;
        for (int extent : size) {
            pixels *= extent;
        }
        float[] data = new float[pixels];
        for (int i = 0; i < pixels; i++) {
            data[i] = i * 7 % 30;
        }
        return new FloatImage("a", data, 1, size, new double[size.length], "pixel");
    }

    private static void check(int... size) {
        FloatImage image = image(size);
        int[] window = size.length == 2 ? new int[] {16, 16} : new int[] {16, 16, 16};
        int[] classes = new PixelPredictor(TENS, new SlidingWindow(window)).classes(image);
        int[] flipped = new PixelPredictor(new FlipAverage(TENS), new SlidingWindow(window)).classes(image);
        for (int i = 0; i < classes.length; i++) {
            assertEquals((int) (image.data()[i] / 10), classes[i]);
        }
        assertArrayEquals(classes, flipped);
    }

    @Test
    public void bandsMakeTheWholeResult() {
        check(37, 50);
        check(8, 21, 19);
    }

    @Test
    public void mirroringTwiceChangesNothing() {
        Tensor volume = new Tensor(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 1, 1, 2, 2, 3);
        for (int flips = 0; flips < 8; flips++) {
            Tensor once = FlipAverage.mirrored(volume, flips);
            assertArrayEquals(volume.data(), FlipAverage.mirrored(once, flips).data(), 0);
        }
        assertArrayEquals(new float[] {6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5},
                FlipAverage.mirrored(volume, 1).data(), 0);
        assertArrayEquals(new float[] {3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8},
                FlipAverage.mirrored(volume, 2).data(), 0);
        assertArrayEquals(new float[] {2, 1, 0, 5, 4, 3}, FlipAverage.mirrored(
                new Tensor(new float[] {0, 1, 2, 3, 4, 5}, 1, 1, 2, 3), 2).data(), 0);
        assertArrayEquals(new float[] {3, 4, 5, 0, 1, 2}, FlipAverage.mirrored(
                new Tensor(new float[] {0, 1, 2, 3, 4, 5}, 1, 1, 2, 3), 1).data(), 0);
    }

    /** Probabilities are interpolated, not classes: between classes 0 and 2 there is no class 1. */
    @Test
    public void anotherSizeInterpolatesProbabilities() {
        FloatImage probabilities = new FloatImage("p", new float[] {1, 0, 0, 0, 0, 1}, 3, new int[] {1, 2},
                new double[] {1, 1}, "pixel");
        assertArrayEquals(new int[] {0, 0, 2, 2}, PixelPredictor.mostProbable(probabilities, new int[] {1, 4}));
    }

    @Test
    public void diceCountsOnlyWhatIsLabelled() {
        DiceCounts counts = new DiceCounts(3);
        counts.add(new int[] {1, 1, 0, 1}, new LabelImage("l", new int[] {1, 0, 1, LabelImage.IGNORE}, 2, 2));
        assertEquals(2.0 * 1 / (2 + 2), counts.dice(1), 1e-12);
        assertEquals(Double.NaN, counts.dice(2), 0);
        assertEquals(0.5, counts.mean(), 1e-12);
    }
}
