package org.coverfiji.app.featuremap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import org.coverfiji.CancelledException;
import org.coverfiji.CoverException;
import org.coverfiji.app.inspect.InspectedImages;
import org.coverfiji.image.label.LabelImage;

/** Labelled pixels of images, of every class as many as are wanted or there are. Immutable. */
final class PixelSample {

    private final List<int[][]> points = new ArrayList<>();
    private final List<int[]> classes = new ArrayList<>();

    /**
     * Draws pixels without replacement: of every image that shows a class an equal share.
     *
     * @throws CoverException if fewer than two classes have pixels
     */
    PixelSample(InspectedImages images, int perClass, long seed) {
        int[][][] byClass = new int[images.size()][][];
        int count = images.classes().size();
        int[] showing = new int[count];
        for (int i = 0; i < images.size(); i++) {
            CancelledException.ifInterrupted();
            byClass[i] = pixels(images.label(i), count);
            for (int c = 0; c < count; c++) {
                showing[c] += byClass[i][c].length > 0 ? 1 : 0;
            }
        }
        if (Arrays.stream(showing).filter(number -> number > 0).count() < 2) {
            throw new CoverException("The labels of the images that are looked at show fewer than two classes; give"
                    + " more images, or others.");
        }
        int[] wanted = new int[count];
        Arrays.fill(wanted, perClass);
        for (int i = 0; i < images.size(); i++) {
            SplittableRandom random = new SplittableRandom(seed + i);
            List<int[]> chosen = new ArrayList<>();
            List<Integer> own = new ArrayList<>();
            for (int c = 0; c < count; c++) {
                if (byClass[i][c].length == 0) {
                    continue;
                }
                // What small images lack the later ones make up for.
                int[] drawn = draw(byClass[i][c], (wanted[c] + showing[c] - 1) / showing[c], random);
                wanted[c] -= drawn.length;
                showing[c]--;
                for (int pixel : drawn) {
                    chosen.add(position(pixel, images.label(i).size()));
                    own.add(c);
                }
            }
            points.add(chosen.toArray(new int[0][]));
            classes.add(own.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private static int[][] pixels(LabelImage label, int count) {
        int[][] pixels = new int[count][];
        int[] filled = new int[count];
        long[] counts = label.count(count);
        Arrays.setAll(pixels, c -> new int[(int) counts[c]]);
        for (int i = 0; i < label.pixels(); i++) {
            int c = label.get(i);
            if (c >= 0) {
                pixels[c][filled[c]++] = i;
            }
        }
        return pixels;
    }

    /** The first of a shuffle that stops as soon as there are enough. */
    private static int[] draw(int[] from, int wanted, SplittableRandom random) {
        int count = Math.min(wanted, from.length);
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, from.length);
            int kept = from[i];
            from[i] = from[other];
            from[other] = kept;
        }
        return Arrays.copyOf(from, count);
    }

    private static int[] position(int pixel, int[] size) {
        int[] position = new int[size.length];
        int rest = pixel;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            position[axis] = rest % size[axis];
            rest /= size[axis];
        }
        return position;
    }

    /** An image's pixels, array order. */
    int[][] points(int image) {
        return points.get(image);
    }

    /** The classes of all images' pixels, image after image. */
    int[] classes() {
        return classes.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** The image of every pixel, image after image. */
    int[] images() {
        int[] numbers = new int[classes().length];
        int next = 0;
        for (int i = 0; i < points.size(); i++) {
            Arrays.fill(numbers, next, next + points.get(i).length, i);
            next += points.get(i).length;
        }
        return numbers;
    }

    /** Whether a pixel is held out: those of every second image, or every second pixel of a single one. */
    boolean[] held() {
        int[] images = images();
        boolean[] held = new boolean[images.length];
        for (int i = 0; i < held.length; i++) {
            held[i] = (points.size() > 1 ? images[i] : i) % 2 == 1;
        }
        return held;
    }
}
