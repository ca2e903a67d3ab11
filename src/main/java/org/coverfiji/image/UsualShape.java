package org.coverfiji.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The extents that stand for a set of images: on every axis the median, in pixels, beside the usual pixel size. It does
 * not depend on the images' order. Immutable.
 */
public final class UsualShape {

    private final List<int[]> sizes;
    private final UsualPixelSize pixelSize;

    private UsualShape(List<int[]> sizes, UsualPixelSize pixelSize) {
        this.sizes = sizes;
        this.pixelSize = pixelSize;
    }

    /** @param images at least one, all of the same dimensions */
    public static UsualShape of(List<FloatImage> images) {
        Collector shapes = new Collector();
        images.forEach(image -> shapes.add(image.size(), image.spacing(), image.unit()));
        return shapes.median();
    }

    /** The median extents in pixels, array order. */
    public int[] size() {
        return IntStream.range(0, sizes.get(0).length).map(axis -> {
            int[] sorted = sizes.stream().mapToInt(size -> size[axis]).sorted().toArray();
            return sorted[(sorted.length - 1) / 2];
        }).toArray();
    }

    /** Of the images as they are. */
    public UsualPixelSize pixelSize() {
        return pixelSize;
    }

    /** What stands for the same images after {@link Resampling#toLongSide}; these for 0. */
    public UsualShape resized(int longSide) {
        return longSide <= 0 ? this : new UsualShape(sizes.stream()
                .map(size -> Resampling.sizeOfLongSide(size, longSide)).collect(Collectors.toList()), pixelSize);
    }

    /** The median pixel size in array order; resizing keeps its proportions as nearly as whole pixels allow. */
    public double[] spacing() {
        return pixelSize.spacing();
    }

    /** How many images are smaller than a patch along some axis. */
    public int smallerThan(int... patch) {
        return (int) sizes.stream().filter(size -> IntStream.range(0, patch.length)
                .anyMatch(axis -> size[axis] < patch[axis])).count();
    }

    /**
     * What a user is to know of images that are smaller than a patch and are padded; null if there are none.
     *
     * @param patch array order
     */
    public String padding(int... patch) {
        int count = smallerThan(patch);
        if (count == 0) {
            return null;
        }
        String of = count < sizes.size() ? count + " of " + sizes.size() + " images"
                : count == 1 ? "The image" : "All " + count + " images";
        return of + (count == 1 ? " is" : " are") + " smaller than the patch of " + text(patch)
                + (sizes.size() == 1 ? " (" : " (median ") + text(size()) + "): mirror images fill the rest.";
    }

    /** Extents as people read them. */
    public static String text(int... size) {
        return Arrays.stream(size).mapToObj(Integer::toString).collect(Collectors.joining(" × "));
    }

    /** Gathers the extents of a set's images. */
    public static final class Collector {

        private final List<int[]> sizes = new ArrayList<>();
        private final UsualPixelSize.Collector pixelSizes = new UsualPixelSize.Collector();

        /** @param size and spacing in array order */
        public void add(int[] size, double[] spacing, String unit) {
            sizes.add(size.clone());
            pixelSizes.add(spacing, unit);
        }

        public boolean isEmpty() {
            return sizes.isEmpty();
        }

        /** Of at least one image. */
        public UsualShape median() {
            return new UsualShape(List.copyOf(sizes), pixelSizes.median());
        }
    }
}
