package org.coverfiji.engine.impl.core;

import java.util.Arrays;

/**
 * The squared correlation of two images in a window around every pixel, c² = cross² / (var I · var J + 1e-5), with
 * sums over the window of I J, I² and J² about the means. Pixels outside the images are 0 and counted, as published.
 * Sums are in double precision and along one axis after the other, so that the window's size costs nothing.
 */
final class LocalCorrelation {

    private static final double LEAST = 1e-5;

    private final int[] size;
    private final int window;
    private final double count;
    private final double[] first;
    private final double[] second;
    private final double[] firstMean;
    private final double[] secondMean;
    private final double[] cross;
    private final double[] firstVariance;
    private final double[] secondVariance;

    /**
     * @param size of both images, array order
     * @param window its side in pixels, odd
     * @param first one channel of one image
     */
    LocalCorrelation(int[] size, int window, double[] first, double[] second) {
        this.size = size.clone();
        this.window = window;
        this.first = first;
        this.second = second;
        count = Math.pow(window, size.length);
        firstMean = scaled(sums(first.clone()), 1 / count);
        secondMean = scaled(sums(second.clone()), 1 / count);
        cross = centred(first, second, firstMean, secondMean);
        firstVariance = centred(first, first, firstMean, firstMean);
        secondVariance = centred(second, second, secondMean, secondMean);
    }

    private double[] centred(double[] a, double[] b, double[] aMean, double[] bMean) {
        double[] products = product(a, b);
        sums(products);
        for (int i = 0; i < products.length; i++) {
            products[i] -= count * aMean[i] * bMean[i];
        }
        return products;
    }

    /** c² at a pixel. */
    double squared(int pixel) {
        return cross[pixel] * cross[pixel] / denominator(pixel);
    }

    private double denominator(int pixel) {
        return firstVariance[pixel] * secondVariance[pixel] + LEAST;
    }

    /**
     * The gradient at the first image.
     *
     * @param weights the gradient at c², pixel by pixel
     */
    double[] gradient(double[] weights) {
        int pixels = first.length;
        double[] atCross = new double[pixels];
        double[] atVariance = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            double denominator = denominator(i);
            atCross[i] = weights[i] * 2 * cross[i] / denominator;
            atVariance[i] = -weights[i] * cross[i] * cross[i] * secondVariance[i] / (denominator * denominator);
        }
        double[] constant = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            constant[i] = atCross[i] * secondMean[i] + 2 * atVariance[i] * firstMean[i];
        }
        sums(constant);
        sums(atCross);
        sums(atVariance);
        double[] gradient = new double[pixels];
        for (int i = 0; i < pixels; i++) {
            gradient[i] = second[i] * atCross[i] + 2 * first[i] * atVariance[i] - constant[i];
        }
        return gradient;
    }

    /** Replaces every value by the sum over the window around it. */
    private double[] sums(double[] values) {
        int stride = 1;
        for (int axis = size.length - 1; axis >= 0; axis--) {
            int side = size[axis];
            double[] line = new double[side];
            for (int start = 0; start < values.length; start++) {
                if (start / stride % side == 0) {
                    sumLine(values, start, stride, line);
                }
            }
            stride *= side;
        }
        return values;
    }

    private void sumLine(double[] values, int start, int stride, double[] line) {
        for (int i = 0; i < line.length; i++) {
            line[i] = values[start + i * stride];
        }
        int reach = window / 2;
        double sum = 0;
        for (int i = 0; i < Math.min(reach, line.length); i++) {
            sum += line[i];
        }
        for (int i = 0; i < line.length; i++) {
            sum += i + reach < line.length ? line[i + reach] : 0;
            sum -= i > reach ? line[i - reach - 1] : 0;
            values[start + i * stride] = sum;
        }
    }

    private static double[] scaled(double[] values, double factor) {
        return Arrays.stream(values).map(value -> factor * value).toArray();
    }

    private static double[] product(double[] a, double[] b) {
        double[] result = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            result[i] = a[i] * b[i];
        }
        return result;
    }
}
