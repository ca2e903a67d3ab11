package org.coverfiji.app.inspect;

import java.util.Arrays;

import org.coverfiji.engine.api.NetworkConfiguration;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;
import org.coverfiji.image.Padding;
import org.coverfiji.image.Resampling;
import org.coverfiji.image.label.LabelImage;
import org.coverfiji.model.ModelDescription;

/**
 * What a network is shown of an image at once: the image as the model prepares it, or its middle where it is large,
 * with sides that are multiples of 16. All of its pixels are the image's own, unless that is narrower than 16 pixels.
 */
public final class NetworkWindow {

    /** Longest side, pixels: more would take long and tell the same. */
    private static final int LONGEST_2D = 256;
    private static final int LONGEST_3D = 64;

    private final FloatImage image;
    private final LabelImage label;

    private NetworkWindow(FloatImage image, LabelImage label) {
        this.image = image;
        this.label = label;
    }

    /**
     * @param raw intensities as read
     * @param label of the same size; may be null
     * @throws org.coverfiji.CoverException if the image does not fit the model
     */
    public static NetworkWindow of(FloatImage raw, LabelImage label, ModelDescription model) {
        model.requireCompatible(raw);
        FloatImage normalized = model.normalization().apply(raw);
        FloatImage prepared = model.resize() == 0 ? normalized : Resampling.toLongSide(normalized, model.resize());
        int[] sides = sides(prepared.size(), model.patch());
        return new NetworkWindow(window(prepared, sides), label == null ? null : window(label, prepared, sides));
    }

    private static int[] sides(int[] size, int[] patch) {
        int multiple = NetworkConfiguration.SIDE_MULTIPLE;
        int longest = size.length == 3 ? LONGEST_3D : LONGEST_2D;
        int[] sides = new int[size.length];
        Arrays.setAll(sides, axis -> Math.max(multiple,
                Math.min(size[axis], Math.max(longest, patch[axis])) / multiple * multiple));
        return sides;
    }

    private static FloatImage window(FloatImage image, int[] sides) {
        return Padding.crop(Padding.reflect(image, sides), sides);
    }

    /** As the image; pixels that are mirrored there are so here. */
    private static LabelImage window(LabelImage label, FloatImage prepared, int[] sides) {
        FloatImage classes = window(label.resized(prepared.size()).toFloatImage(prepared), sides);
        int[] values = new int[classes.pixels()];
        Arrays.setAll(values, i -> Math.round(classes.data()[i]));
        return new LabelImage(label.name(), values, sides);
    }

    /**
     * The middle of this window in which it is as large as another.
     *
     * @param sides no larger than this window's, multiples of 16
     */
    public NetworkWindow cropped(int... sides) {
        return new NetworkWindow(window(image, sides), label == null ? null : window(label, image, sides));
    }

    /** In [0, 1]. */
    public FloatImage image() {
        return image;
    }

    /** The classes at a coarser grid's pixels: those at their centres; null without labels. */
    public int[] classes(int... extents) {
        return label == null ? null : label.resized(extents).classes();
    }

    /** [1, C, (D,) H, W]. */
    public Tensor tensor() {
        return new Tensor(image.data(), Tensor.batchShape(1, image.channels(), image.size()));
    }

    /**
     * The window as it is seen from elsewhere: at p what it shows at p + t, 0 beyond it.
     *
     * @param shift t, whole pixels, array order
     */
    public Tensor moved(int... shift) {
        int[] size = image.size();
        float[] from = image.data();
        float[] to = new float[from.length];
        int pixels = image.pixels();
        for (int p = 0; p < pixels; p++) {
            int source = source(p, size, shift);
            for (int c = 0; source >= 0 && c < image.channels(); c++) {
                to[c * pixels + p] = from[c * pixels + source];
            }
        }
        return new Tensor(to, Tensor.batchShape(1, image.channels(), size));
    }

    private static int source(int pixel, int[] size, int[] shift) {
        int rest = pixel;
        int stride = 1;
        int source = 0;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            int there = rest % size[axis] + shift[axis];
            if (there < 0 || there >= size[axis]) {
                return -1;
            }
            source += there * stride;
            rest /= size[axis];
            stride *= size[axis];
        }
        return source;
    }
}
