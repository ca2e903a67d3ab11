package org.coverfiji.app.dispersion;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.coverfiji.math.PixelVectors;
import org.coverfiji.metric.ClassDistances;
import org.coverfiji.metric.DistanceModelling;
import org.coverfiji.metric.Distribution;
import org.coverfiji.metric.NeighbourProducts;
import org.coverfiji.metric.PairProducts;

/**
 * What is measured of one level in one space, over all images. Where there are several heads, δ and the bound are those
 * of every head's pixels, Δ is the largest of all heads, and the rest are means over heads.
 */
final class LevelDispersion {

    /** α below this is taken for it: the bound is no larger than τ·log(1e6). */
    static final double LEAST_WEIGHT = 1e-6;

    /** Features without a temperature of their own get that of these with which vectors follow displacements best. */
    private static final double[] TEMPERATURES = {1e-4, 3e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1};

    private final FeatureSpace space;
    private final int amplitude;
    private final double headTemperature;
    private final int classes;
    private final Distribution deltas = new Distribution();
    private final Distribution bounds = new Distribution();
    private final List<List<float[]>> samples = new ArrayList<>();
    private final List<ClassDistances> distances = new ArrayList<>();
    private final DistanceModelling modelling;
    private List<PairProducts> products;

    /**
     * @param headTemperature τ of the heads; of no account in other spaces
     * @param classes of the labels; 0 without
     */
    LevelDispersion(FeatureSpace space, int amplitude, double headTemperature, int classes) {
        this.space = space;
        this.amplitude = amplitude;
        this.headTemperature = headTemperature;
        this.classes = classes;
        // The heads' products are logits already.
        modelling = isHeads() ? new DistanceModelling(1) : new DistanceModelling(TEMPERATURES);
    }

    private boolean isHeads() {
        return space == FeatureSpace.HEADS;
    }

    /**
     * Adds an image.
     *
     * @param heads vectors of its pixels: one set, or one per head
     * @param sampled pixels for Δ
     * @param labels classes of the pixels; null for none
     */
    void add(List<PixelVectors> heads, int[] sampled, int[] labels) {
        for (int head = 0; head < heads.size(); head++) {
            PixelVectors vectors = heads.get(head);
            NeighbourProducts neighbours = new NeighbourProducts(vectors, vectors, amplitude);
            addPixels(vectors.pixels(), neighbours::range, deltas);
            if (isHeads()) {
                addPixels(vectors.pixels(), p -> headTemperature
                        * -Math.log(Math.max(LEAST_WEIGHT, neighbours.leastWeight(p))), bounds);
            }
            if (head == samples.size()) {
                samples.add(new ArrayList<>());
                distances.add(new ClassDistances(classes, vectors.channels()));
            }
            for (int pixel : sampled) {
                samples.get(head).add(vectors.vector(pixel));
            }
            if (labels != null) {
                distances.get(head).add(vectors.unit(), labels);
            }
        }
    }

    private static void addPixels(int pixels, IntToDoubleFunction value, Distribution values) {
        for (double pixel : IntStream.range(0, pixels).parallel().mapToDouble(value).toArray()) {
            values.add(pixel);
        }
    }

    /**
     * Adds an image and what is seen of it after a displacement.
     *
     * @param moved vectors of the view that shows at p what the image shows at p + t
     * @param displacement t, pixels of this level
     */
    void addMoved(List<PixelVectors> moved, List<PixelVectors> image, double[] displacement) {
        for (int head = 0; head < image.size(); head++) {
            modelling.add(new NeighbourProducts(moved.get(head), image.get(head), amplitude), displacement);
        }
    }

    Distribution deltas() {
        return deltas;
    }

    /** τ·log(1/α_min); empty but for heads. */
    Distribution bounds() {
        return bounds;
    }

    private List<PairProducts> products() {
        if (products == null) {
            products = new ArrayList<>();
            samples.forEach(sample -> products.add(new PairProducts(sample)));
        }
        return products;
    }

    /** Δ. */
    double range() {
        return products().stream().mapToDouble(PairProducts::largest).max().orElse(Double.NaN);
    }

    /** The largest less the smallest product of two sampled pixels. */
    double spread() {
        return products().stream().mapToDouble(PairProducts::spread).max().orElse(Double.NaN);
    }

    double meanProduct() {
        return products().stream().mapToDouble(PairProducts::mean).average().orElse(Double.NaN);
    }

    double within() {
        return mean(ClassDistances::within);
    }

    double between() {
        return mean(ClassDistances::between);
    }

    private double mean(ToDoubleFunction<ClassDistances> value) {
        return distances.stream().mapToDouble(value).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    }

    /** The temperature of Equation 2: the heads' own, or the best of several. */
    double temperature() {
        return isHeads() ? headTemperature : modelling.temperature();
    }

    DistanceModelling modelling() {
        return modelling;
    }
}
