package org.coverfiji.app.exchange;

import java.io.File;
import java.util.Arrays;
import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.Limits;
import org.coverfiji.image.Normalization;
import org.coverfiji.train.view.PatchPlan;

/**
 * What a file of weights does not say of the images that its network was trained on. Immutable; every value has a
 * default.
 */
public final class ImportSettings {

    private final Normalization normalization;
    private final List<Integer> patch;
    private final int resize;
    private final List<Double> pixelSize;
    private final String unit;
    private final File images;

    private ImportSettings(Builder builder) {
        normalization = builder.normalization;
        patch = builder.patch;
        resize = builder.resize;
        pixelSize = builder.pixelSize;
        unit = builder.unit;
        images = builder.images;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** How intensities became [0, 1]. */
    public Normalization normalization() {
        return normalization;
    }

    /** Sides of the training patch, pixels, array order. */
    public int[] patch(int dimensions) {
        return PatchPlan.sidesOrUsual(patch, dimensions);
    }

    /** Long side in pixels to which the training images were resized, 0 for none. */
    public int resize() {
        return resize;
    }

    /**
     * Pixel size of the training images, array order, in {@link #unit()}; null if it was not given.
     *
     * @throws CoverException if there is a size per axis, but of other dimensions
     */
    public double[] pixelSize(int dimensions) {
        if (pixelSize.isEmpty()) {
            return null;
        }
        if (pixelSize.size() != 1 && pixelSize.size() != dimensions) {
            throw new CoverException("pixel_size has " + pixelSize.size() + " numbers, but the network is " + dimensions
                    + "D; give one, or one per axis (" + (dimensions == 2 ? "y,x)." : "z,y,x)."));
        }
        double[] sizes = new double[dimensions];
        Arrays.setAll(sizes, axis -> pixelSize.get(pixelSize.size() == 1 ? 0 : axis));
        return sizes;
    }

    public String unit() {
        return unit;
    }

    /** Folder of images like those of the training, on which feature statistics are measured; null for none. */
    public File images() {
        return images;
    }

    /** Collects the values. */
    public static final class Builder {

        private Normalization normalization = Normalization.DEFAULT;
        private List<Integer> patch = PatchPlan.PATCH.standard();
        private int resize;
        private List<Double> pixelSize = List.of();
        private String unit = "pixel";
        private File images;

        private Builder() {
        }

        public Builder normalization(Normalization value) {
            normalization = value;
            return this;
        }

        /** As macros write it, see {@link PatchPlan#PATCH}. */
        public Builder patch(String value) {
            patch = PatchPlan.PATCH.read(value);
            return this;
        }

        /** Long side, pixels; 0 for none. */
        public Builder resize(int value) {
            resize = value;
            return this;
        }

        /**
         * @param value a number for all axes, or one per axis in array order with commas between; empty if unknown
         * @throws CoverException if it is something else
         */
        public Builder pixelSize(String value) {
            pixelSize = value.isBlank() ? List.of() : sizes(value);
            return this;
        }

        private static List<Double> sizes(String text) {
            try {
                Double[] sizes = Arrays.stream(text.split(",", -1)).map(Double::valueOf).toArray(Double[]::new);
                if (Arrays.stream(sizes).allMatch(size -> size > 0 && Double.isFinite(size))) {
                    return List.of(sizes);
                }
            } catch (NumberFormatException e) {
                // The message below says what is right.
            }
            throw new CoverException("pixel_size=" + text + " is not possible; it must be a positive number, or one per"
                    + " axis (z,y,x) such as 2,0.5,0.5.");
        }

        /** Of the pixel size. */
        public Builder unit(String value) {
            unit = value.isBlank() ? "pixel" : value.trim();
            return this;
        }

        /** Null for none. */
        public Builder images(File value) {
            images = value;
            return this;
        }

        /** @throws CoverException if a value is out of range */
        public ImportSettings build() {
            if (resize < 0 || resize > Limits.SIDE) {
                throw new CoverException("resize is " + resize + "; it must be a long side in pixels up to "
                        + Limits.SIDE + ", or 0 for none.");
            }
            return new ImportSettings(this);
        }
    }
}
