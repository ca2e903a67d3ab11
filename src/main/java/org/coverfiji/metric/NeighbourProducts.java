package org.coverfiji.metric;

import java.util.Arrays;

import org.coverfiji.math.PixelVectors;

/**
 * The products ⟨q(p), k(p + o)⟩ of a pixel with those of the window of 2A+1 offsets an axis about it, as the mixture of
 * vectors takes them. Offsets that leave the image have no product.
 */
public final class NeighbourProducts {

    private final PixelVectors queries;
    private final PixelVectors keys;
    private final int[] extents;
    private final int[][] offsets;

    /**
     * @param queries of the pixels in the middle; for the products within one map the same as the keys
     * @param amplitude A, pixels of the map
     */
    public NeighbourProducts(PixelVectors queries, PixelVectors keys, int amplitude) {
        if (!Arrays.equals(queries.extents(), keys.extents()) || queries.channels() != keys.channels()) {
            throw new IllegalArgumentException("maps of different shapes");
        }
        this.queries = queries;
        this.keys = keys;
        extents = queries.extents();
        offsets = offsets(extents.length, amplitude);
    }

    /** All offsets of a window, the last axis fastest; pixels, array order. */
    static int[][] offsets(int dimensions, int amplitude) {
        int side = 2 * amplitude + 1;
        int count = 1;
        for (int axis = 0; axis < dimensions; axis++) {
            count *= side;
        }
        int[][] offsets = new int[count][dimensions];
        for (int i = 0; i < count; i++) {
            int rest = i;
            for (int axis = dimensions - 1; axis >= 0; axis--) {
                offsets[i][axis] = rest % side - amplitude;
                rest /= side;
            }
        }
        return offsets;
    }

    int[] offset(int number) {
        return offsets[number];
    }

    /** How many offsets a window has. */
    int size() {
        return offsets.length;
    }

    int pixels() {
        return queries.pixels();
    }

    /** Where a pixel is, array order. */
    int[] position(int pixel) {
        int[] position = new int[extents.length];
        int rest = pixel;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            position[axis] = rest % extents[axis];
            rest /= extents[axis];
        }
        return position;
    }

    int[] extents() {
        return extents;
    }

    /** The products of a pixel, one per offset; NaN where the offset leaves the image. */
    double[] at(int pixel) {
        int[] position = position(pixel);
        double[] products = new double[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            int neighbour = neighbour(position, offsets[i]);
            products[i] = neighbour < 0 ? Double.NaN : queries.product(pixel, keys, neighbour);
        }
        return products;
    }

    private int neighbour(int[] position, int[] offset) {
        int index = 0;
        for (int axis = 0; axis < position.length; axis++) {
            int there = position[axis] + offset[axis];
            if (there < 0 || there >= extents[axis]) {
                return -1;
            }
            index = index * extents[axis] + there;
        }
        return index;
    }

    /** δ of a pixel: the largest less the smallest of its products. */
    public double range(int pixel) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double product : at(pixel)) {
            if (!Double.isNaN(product)) {
                least = Math.min(least, product);
                most = Math.max(most, product);
            }
        }
        return most - least;
    }

    /** The softmax of products divided by τ: what each offset has in the mixture; 0 where there is no product. */
    static double[] weights(double[] products, double temperature) {
        double most = Arrays.stream(products).filter(product -> !Double.isNaN(product)).max().getAsDouble();
        double[] weights = new double[products.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Double.isNaN(products[i]) ? 0 : Math.exp((products[i] - most) / temperature);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /** α_min of a pixel: the least weight of the offsets inside the image, where the products are the logits. */
    public double leastWeight(int pixel) {
        double[] products = at(pixel);
        double[] weights = weights(products, 1);
        double least = 1;
        for (int i = 0; i < weights.length; i++) {
            if (!Double.isNaN(products[i])) {
                least = Math.min(least, weights[i]);
            }
        }
        return least;
    }
}
