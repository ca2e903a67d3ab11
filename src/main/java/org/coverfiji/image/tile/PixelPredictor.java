package org.coverfiji.image.tile;

import org.coverfiji.image.FloatImage;
import org.coverfiji.image.ImageRows;
import org.coverfiji.image.Resampling;

/** Classes and class probabilities of prepared images, by a sliding window. */
public final class PixelPredictor {

    private final TileFunction function;
    private final SlidingWindow window;

    /** @param function gives class probabilities of tiles */
    public PixelPredictor(TileFunction function, SlidingWindow window) {
        this.function = function;
        this.window = window;
    }

    /** One channel per class, on the image's own grid. */
    public FloatImage probabilities(FloatImage prepared) {
        return window.apply(prepared, function);
    }

    /** The most probable class of every pixel; probabilities exist for one band of the image at a time. */
    public int[] classes(FloatImage prepared) {
        int[] classes = new int[prepared.pixels()];
        int rowLength = prepared.pixels() / prepared.size()[0];
        window.apply(prepared, function, (firstRow, rows, channels) -> {
            int start = firstRow * rowLength;
            for (int i = 0; i < rows * rowLength; i++) {
                classes[start + i] = mostProbable(channels, i);
            }
        });
        return classes;
    }

    /** The same of an image that is read row by row, handed on as it gets done: what is held is some rows' worth. */
    public void classes(ImageRows prepared, ClassRows consumer) {
        int width = prepared.size()[1];
        window.apply(prepared, function, (firstRow, rows, channels) -> {
            int[] row = new int[width];
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < width; x++) {
                    row[x] = mostProbable(channels, y * width + x);
                }
                consumer.accept(row);
            }
        });
    }

    private static int mostProbable(float[][] channels, int pixel) {
        int best = 0;
        for (int k = 1; k < channels.length; k++) {
            if (channels[k][pixel] > channels[best][pixel]) {
                best = k;
            }
        }
        return best;
    }

    /** The same on another grid: probabilities are interpolated, class by class, before the largest is chosen. */
    public int[] classes(FloatImage prepared, int[] size) {
        return mostProbable(probabilities(prepared), size);
    }

    /** The class with the largest of the channels, brought to another size. */
    public static int[] mostProbable(FloatImage probabilities, int[] size) {
        int pixels = probabilities.pixels();
        float[] best = null;
        int[] classes = null;
        for (int k = 0; k < probabilities.channels(); k++) {
            float[] plane = new float[pixels];
            System.arraycopy(probabilities.data(), k * pixels, plane, 0, pixels);
            float[] values = Resampling.toSize(probabilities.withData(plane, 1), size).data();
            if (best == null) {
                best = values;
                classes = new int[values.length];
            } else {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] > best[i]) {
                        best[i] = values[i];
                        classes[i] = k;
                    }
                }
            }
        }
        return classes;
    }
}
