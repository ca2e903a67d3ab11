package org.coverfiji.image.tile;

import org.coverfiji.engine.api.Tensor;

/** Test-time augmentation: the mean of a function's results over all mirror images of its tiles, mirrored back. */
public final class FlipAverage implements TileFunction {

    private final TileFunction function;

    public FlipAverage(TileFunction function) {
        this.function = function;
    }

    @Override
    public Tensor apply(Tensor tiles) {
        int axes = tiles.rank() - 2;
        int combinations = 1 << axes;
        Tensor sum = null;
        for (int flips = 0; flips < combinations; flips++) {
            Tensor result = mirrored(function.apply(mirrored(tiles, flips)), flips);
            if (sum == null) {
                sum = Tensor.zeros(result.shape());
            }
            for (int i = 0; i < sum.data().length; i++) {
                sum.data()[i] += result.data()[i] / combinations;
            }
        }
        return sum;
    }

    /** @param flips bit a set: the a-th axis after the channels is mirrored */
    static Tensor mirrored(Tensor tensor, int flips) {
        if (flips == 0) {
            return tensor;
        }
        int axes = tensor.rank() - 2;
        int depth = axes == 3 ? tensor.size(2) : 1;
        int height = tensor.size(axes);
        int width = tensor.size(axes + 1);
        boolean flipZ = axes == 3 && (flips & 1) != 0;
        boolean flipY = (flips >> axes - 2 & 1) != 0;
        boolean flipX = (flips >> axes - 1 & 1) != 0;
        float[] source = tensor.data();
        float[] result = new float[source.length];
        int planes = source.length / (depth * height * width);
        int i = 0;
        for (int plane = 0; plane < planes; plane++) {
            for (int z = 0; z < depth; z++) {
                for (int y = 0; y < height; y++) {
                    int row = ((plane * depth + (flipZ ? depth - 1 - z : z)) * height
                            + (flipY ? height - 1 - y : y)) * width;
                    for (int x = 0; x < width; x++) {
                        result[i++] = source[row + (flipX ? width - 1 - x : x)];
                    }
                }
            }
        }
        return new Tensor(result, tensor.shape());
    }
}
