package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.GroupNorm;

/** Group normalisation of one unit: one pass to measure it, one to normalise and activate. */
final class NormForward {

    private final NormUnit unit;
    private final NormActivation activation;
    private final NormStatistics statistics;
    private final float[] values = NormArray.VALUES.floats();

    NormForward(NormUnit unit, NormActivation activation, NormStatistics statistics) {
        this.unit = unit;
        this.activation = activation;
        this.statistics = statistics;
    }

    /**
     * Leaves mean and inverse deviation in the statistics. Values are taken relative to the mean of the first chunk,
     * so that a large mean costs no precision.
     */
    void measure(Floats from) {
        double[] origins = unit.firstMeans(from, values);
        float[] origin = unit.repeat(NormArray.MEAN, lane -> origins[unit.group(lane)]);
        LaneSums sums = new LaneSums(unit, NormArray.FIRST_SUM);
        LaneSums squares = new LaneSums(unit, NormArray.SECOND_SUM);
        for (int plane = 0; plane < unit.planes; plane++) {
            unit.forEachChunk(plane, (index, count) -> {
                from.get(index, values, 0, count);
                addMoments(values, origin, sums.byIndex, squares.byIndex, count);
            }, sums, squares);
        }
        for (int group = 0; group < unit.groups; group++) {
            double mean = unit.ofGroup(sums.totals(), group) / unit.groupSize();
            double square = unit.ofGroup(squares.totals(), group) / unit.groupSize();
            double variance = Math.max(0, square - mean * mean);
            statistics.set(unit.amongAllGroups(group), origins[group] + mean,
                    1 / Math.sqrt(variance + GroupNorm.EPSILON));
        }
    }

    private static void addMoments(float[] values, float[] origin, float[] sums, float[] squares, int count) {
        for (int i = 0; i < count; i++) {
            float value = values[i] - origin[i];
            sums[i] += value;
            squares[i] += value * value;
        }
    }

    /** Normalisation, scale and shift together are one factor and one addend per channel. */
    void normalise(Floats from, Floats to) {
        for (int plane = 0; plane < unit.planes; plane++) {
            int channel = unit.channel(plane);
            float[] factor = unit.repeat(NormArray.FACTOR, lane -> activation.scales[channel + lane] * inverse(lane));
            float[] addend = unit.repeat(NormArray.ADDEND, lane -> activation.shifts[channel + lane]
                    - mean(lane) * activation.scales[channel + lane] * inverse(lane));
            unit.forEachChunk(plane, (index, count) -> {
                from.get(index, values, 0, count);
                activate(factor, addend, count);
                to.put(index, values, 0, count);
            });
        }
    }

    private double mean(int lane) {
        return statistics.mean(unit.amongAllGroups(unit.group(lane)));
    }

    private double inverse(int lane) {
        return statistics.inverse(unit.amongAllGroups(unit.group(lane)));
    }

    private void activate(float[] factor, float[] addend, int count) {
        float p = activation.p;
        float q = activation.q;
        for (int i = 0; i < count; i++) {
            float y = factor[i] * values[i] + addend[i];
            values[i] = p * y + q * Math.abs(y);
        }
    }
}
