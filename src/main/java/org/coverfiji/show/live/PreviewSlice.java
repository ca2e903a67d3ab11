package org.coverfiji.show.live;

import java.util.Arrays;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.train.view.FieldPreview;
import org.coverfiji.train.view.ViewBatch;

/**
 * A preview in the plane that is shown: all of it in 2D, one slice, such as the middle one, in 3D. Planes are row by
 * row, fields have their components in array order.
 */
public final class PreviewSlice {

    private final ViewBatch pair;
    /** (D,) H, W at full resolution. */
    private final int[] size;
    private final int slice;
    private final float[][] truth;
    private final float[][] predicted;
    private final float[] mask;

    /** The middle slice. @param level whose field is shown, brought to full resolution */
    public PreviewSlice(FieldPreview preview, int level) {
        this(preview, level, Grey.middle(spatial(preview.pair().flow())));
    }

    /** @param slice its number, from 0; 0 in 2D */
    public PreviewSlice(FieldPreview preview, int level, int slice) {
        this.slice = slice;
        pair = preview.pair();
        size = spatial(pair.flow());
        truth = field(pair.flow());
        predicted = field(preview.field(level));
        mask = plane(pair.mask(), 0);
    }

    private static int[] spatial(Tensor tensor) {
        int[] shape = tensor.shape();
        return Arrays.copyOfRange(shape, 2, shape.length);
    }

    public int width() {
        return size[size.length - 1];
    }

    public int height() {
        return size[size.length - 2];
    }

    /** Number of the slice, from 0. */
    public int slice() {
        return slice;
    }

    /** How many there are, 1 in 2D. */
    public int slices() {
        return size.length == 3 ? size[0] : 1;
    }

    /** One plane per channel. */
    public float[][] moving() {
        return planes(pair.moving());
    }

    public float[][] fixed() {
        return planes(pair.fixed());
    }

    /** M(p + ψ'(p)): what the fixed view would be, if the prediction was right. */
    public float[][] warped() {
        float[][] warped = new float[pair.moving().size(1)][width() * height()];
        int volume = slices() * width() * height();
        double[] position = new double[size.length];
        for (int c = 0; c < warped.length; c++) {
            LinearSampler moving = new LinearSampler(pair.moving().data(), c * volume, size);
            for (int i = 0; i < warped[c].length; i++) {
                place(i, position);
                for (int axis = 0; axis < size.length; axis++) {
                    position[axis] += predicted[axis][i];
                }
                warped[c][i] = moving.at(position);
            }
        }
        return warped;
    }

    /** ψ, pixels. */
    public float[][] truth() {
        return truth;
    }

    /** ψ', pixels of the full resolution. */
    public float[][] predicted() {
        return predicted;
    }

    /** 1 where a pixel counts, else 0. */
    public float[] mask() {
        return mask;
    }

    /** Mean distance of ψ' from ψ, all components, where the mask is 1; pixels; NaN where it is 1 nowhere. */
    public double error() {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] > 0) {
                double square = 0;
                for (int axis = 0; axis < size.length; axis++) {
                    double difference = predicted[axis][i] - truth[axis][i];
                    square += difference * difference;
                }
                sum += Math.sqrt(square);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Largest true displacement in the plane where the mask is 1; at least 1 pixel. */
    public double largest() {
        double largest = 1;
        float[] dy = truth[size.length - 2];
        float[] dx = truth[size.length - 1];
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] > 0) {
                largest = Math.max(largest, Math.hypot(dy[i], dx[i]));
            }
        }
        return largest;
    }

    private float[][] planes(Tensor tensor) {
        float[][] planes = new float[tensor.size(1)][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = plane(tensor, c);
        }
        return planes;
    }

    private float[] plane(Tensor tensor, int channel) {
        int plane = width() * height();
        int start = (channel * slices() + slice) * plane;
        return Arrays.copyOfRange(tensor.data(), start, start + plane);
    }

    /** A field on a coarser grid, on this one: corners on corners, in this one's pixels. */
    private float[][] field(Tensor field) {
        int[] coarse = spatial(field);
        int pixels = Arrays.stream(coarse).reduce(1, (a, b) -> a * b);
        float[][] components = new float[size.length][width() * height()];
        double[] position = new double[size.length];
        for (int c = 0; c < size.length; c++) {
            LinearSampler source = new LinearSampler(field.data(), c * pixels, coarse);
            float factor = (float) size[c] / coarse[c];
            for (int i = 0; i < components[c].length; i++) {
                place(i, position);
                for (int axis = 0; axis < size.length; axis++) {
                    if (coarse[axis] < size[axis]) {
                        position[axis] *= (coarse[axis] - 1.0) / (size[axis] - 1);
                    }
                }
                components[c][i] = factor * source.at(position);
            }
        }
        return components;
    }

    /** Where the plane's pixel is in the grid. */
    private void place(int i, double[] position) {
        position[0] = slice;
        position[size.length - 2] = i / width();
        position[size.length - 1] = i % width();
    }
}
