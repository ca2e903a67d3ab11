package org.coverfiji.app.correspond;

import java.util.Arrays;

import org.coverfiji.app.features.FeatureStack;
import org.coverfiji.app.features.ImageFeatures;
import org.coverfiji.engine.api.Tensor;
import org.coverfiji.image.FloatImage;

/** One image of a stack, as the network sees it, and its features. Points are in pixels of the prepared image. */
final class View {

    private final FeatureStack stack;
    private final int index;
    private FloatImage prepared;

    View(FeatureStack stack, int index) {
        this.stack = stack;
        this.index = index;
    }

    int index() {
        return index;
    }

    ImageFeatures features() {
        return stack.get(index);
    }

    int[] size() {
        return features().preparedSize();
    }

    /** The unit vector at the nearest point that lies in the image. */
    float[] at(double[] point) {
        return features().at(features().original(inside(point)));
    }

    /** The nearest point that lies in the image. */
    double[] inside(double[] point) {
        int[] size = features().size();
        double[] own = features().original(point);
        Arrays.setAll(own, axis -> Math.max(0, Math.min(size[axis] - 1, own[axis])));
        return features().prepared(own);
    }

    /** The most similar pixel to a vector. */
    double[] mostSimilar(float[] vector) {
        FloatImage map = features().similarity(vector);
        int best = 0;
        for (int i = 1; i < map.data().length; i++) {
            if (map.data()[i] > map.data()[best]) {
                best = i;
            }
        }
        int[] size = map.size();
        double[] point = new double[size.length];
        for (int axis = size.length - 1; axis >= 0; axis--) {
            point[axis] = best % size[axis];
            best /= size[axis];
        }
        return features().prepared(point);
    }

    /**
     * A part of the image, mirrored where it reaches beyond.
     *
     * @return [1, C, (D,) H, W]
     */
    Tensor cut(int[] start, int[] sides) {
        if (prepared == null) {
            prepared = stack.prepared(index);
        }
        int[] size = prepared.size();
        int channels = prepared.channels();
        Tensor part = Tensor.zeros(Tensor.batchShape(1, channels, sides));
        int pixels = part.data().length / channels;
        for (int i = 0; i < pixels; i++) {
            int rest = i;
            int from = 0;
            int stride = 1;
            for (int axis = size.length - 1; axis >= 0; axis--) {
                from += mirrored(start[axis] + rest % sides[axis], size[axis]) * stride;
                rest /= sides[axis];
                stride *= size[axis];
            }
            for (int c = 0; c < channels; c++) {
                part.data()[c * pixels + i] = prepared.data()[c * stride + from];
            }
        }
        return part;
    }

    private static int mirrored(int position, int size) {
        int period = Math.max(1, 2 * (size - 1));
        int inPeriod = Math.floorMod(position, period);
        return Math.min(inPeriod, period - inPeriod) % size;
    }
}
