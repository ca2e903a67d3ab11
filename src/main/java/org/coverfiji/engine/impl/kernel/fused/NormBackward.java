package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.GroupNorm;

/**
 * The gradient of group normalisation of one unit. With n the normalised values and g the gradient before the
 * activation, both computed again in each of two passes:
 *
 * <pre>
 * dL/dscale = Σ g·n,  dL/dshift = Σ g                                     sums over a channel
 * dL/dz = (scale·g − mean(scale·g) − n · mean(scale·g·n)) / deviation     means over a group
 * </pre>
 *
 * dL/dz is 0 in a group that does not vary, see {@link GroupNorm#LEAST_VARIANCE}.
 */
final class NormBackward {

    /** So small that no normalised value feels it; keeps y / |y| from being 0 / 0. */
    private static final float TINY = 1e-30f;

    private final NormUnit unit;
    private final NormActivation activation;
    private final NormStatistics statistics;
    private final NormGradients sums;
    /** Σ n, [plane][lane]. */
    private final double[][] normalSums;
    /** Σ scale·g and Σ scale·g·n of each group. */
    private final double[] groupGradients;
    private final double[] groupProducts;

    /** z, then n, then dL/dz. */
    private final float[] values = NormArray.VALUES.floats();
    /** dL/dy, then g. */
    private final float[] gradients = NormArray.GRADIENTS.floats();
    private final float[] mean;
    private final float[] inverse;
    private final float[] scale = NormArray.SCALE.floats();
    private final float[] shift = NormArray.SHIFT.floats();

    /** @param sums receives what the unit's channels add to the parameters' gradients */
    NormBackward(NormUnit unit, NormActivation activation, NormStatistics statistics, NormGradients sums) {
        this.unit = unit;
        this.activation = activation;
        this.statistics = statistics;
        this.sums = sums;
        normalSums = new double[unit.planes][];
        groupGradients = new double[unit.groups];
        groupProducts = new double[unit.groups];
        mean = unit.repeat(NormArray.MEAN, lane -> statistics.mean(unit.amongAllGroups(unit.group(lane))));
        inverse = unit.repeat(NormArray.INVERSE, this::inverse);
    }

    private double inverse(int lane) {
        return statistics.inverse(unit.amongAllGroups(unit.group(lane)));
    }

    /** What gradients are multiplied by on their way back: nothing passes where nothing varies. */
    private double slopeOfNormal(int lane) {
        return GroupNorm.varies(inverse(lane)) ? inverse(lane) : 0;
    }

    private double scale(int plane, int lane) {
        return activation.scales[unit.channel(plane) + lane];
    }

    /**
     * @param map z, overwritten with dL/dz
     * @param gradient dL/dy
     */
    void run(Floats map, Floats gradient) {
        for (int plane = 0; plane < unit.planes; plane++) {
            sum(plane, map, gradient);
        }
        for (int plane = 0; plane < unit.planes; plane++) {
            write(plane, map, gradient);
        }
    }

    private void sum(int plane, Floats map, Floats gradient) {
        LaneSums ofProducts = new LaneSums(unit, NormArray.FIRST_SUM);
        LaneSums ofGradients = new LaneSums(unit, NormArray.SECOND_SUM);
        LaneSums ofNormals = new LaneSums(unit, NormArray.THIRD_SUM);
        prepare(plane);
        unit.forEachChunk(plane, (index, count) -> {
            read(map, gradient, index, count);
            addProducts(ofProducts.byIndex, ofGradients.byIndex, ofNormals.byIndex, count);
        }, ofProducts, ofGradients, ofNormals);
        normalSums[plane] = ofNormals.totals();
        int channel = unit.amongAllChannels(plane);
        for (int lane = 0; lane < unit.lanes; lane++) {
            sums.scale[channel + lane] = ofProducts.totals()[lane];
            sums.shift[channel + lane] = ofGradients.totals()[lane];
            groupProducts[unit.group(lane)] += scale(plane, lane) * sums.scale[channel + lane];
            groupGradients[unit.group(lane)] += scale(plane, lane) * sums.shift[channel + lane];
        }
    }

    private void write(int plane, Floats map, Floats gradient) {
        float[] factor = unit.repeat(NormArray.FACTOR, lane -> scale(plane, lane) * slopeOfNormal(lane));
        float[] meanGradient = unit.repeat(NormArray.MEAN_GRADIENT,
                lane -> slopeOfNormal(lane) * groupGradients[unit.group(lane)] / unit.groupSize());
        float[] meanProduct = unit.repeat(NormArray.MEAN_PRODUCT,
                lane -> slopeOfNormal(lane) * groupProducts[unit.group(lane)] / unit.groupSize());
        prepare(plane);
        unit.forEachChunk(plane, (index, count) -> {
            read(map, gradient, index, count);
            combine(factor, meanGradient, meanProduct, count);
            map.put(index, values, 0, count);
        });
        int channel = unit.amongAllChannels(plane);
        for (int lane = 0; lane < unit.lanes; lane++) {
            sums.bias[channel + lane] = factor[lane] * sums.shift[channel + lane] - meanGradient[lane] * unit.pixels()
                    - meanProduct[lane] * normalSums[plane][lane];
        }
    }

    /** Lays out the constants of a plane's channels. */
    private void prepare(int plane) {
        int channel = unit.channel(plane);
        unit.repeat(NormArray.SCALE, lane -> activation.scales[channel + lane]);
        unit.repeat(NormArray.SHIFT, lane -> activation.shifts[channel + lane]);
    }

    /** Leaves n of a chunk in {@code values} and g in {@code gradients}. */
    private void read(Floats map, Floats gradient, long index, int count) {
        map.get(index, values, 0, count);
        gradient.get(index, gradients, 0, count);
        throughActivation(count);
    }

    private void throughActivation(int count) {
        float p = activation.p;
        float q = activation.q;
        for (int i = 0; i < count; i++) {
            float normal = (values[i] - mean[i]) * inverse[i];
            values[i] = normal;
            float y = scale[i] * normal + shift[i] + TINY;
            // The slope where y is negative, else 1.
            gradients[i] *= p + q * (y / Math.abs(y));
        }
    }

    private void addProducts(float[] products, float[] gradientSums, float[] sumsOfNormals, int count) {
        for (int i = 0; i < count; i++) {
            products[i] += values[i] * gradients[i];
            gradientSums[i] += gradients[i];
            sumsOfNormals[i] += values[i];
        }
    }

    private void combine(float[] factor, float[] meanGradient, float[] meanProduct, int count) {
        for (int i = 0; i < count; i++) {
            values[i] = factor[i] * gradients[i] - meanGradient[i] - meanProduct[i] * values[i];
        }
    }
}
