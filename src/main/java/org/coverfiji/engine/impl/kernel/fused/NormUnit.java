package org.coverfiji.engine.impl.kernel.fused;

import java.util.Arrays;

import org.coverfiji.engine.impl.kernel.Grid;
import org.coverfiji.engine.impl.kernel.GroupNorm;

/**
 * Group normalisation of the smallest part of a sample that holds whole planes and whole groups: one of both, or
 * several of one in one of the other.
 *
 * <p>Loops are made for C2, see {@link Vectors}; nor does it vectorise a sum into a variable. So values are read in
 * chunks, a chunk has its own sum at every index, and what is constant per channel is repeated along an array as the
 * channels repeat in memory. Chunks' sums are added in float, a few at a time, and then in double, always in the same
 * order.
 */
final class NormUnit {

    /** A multiple of every block size. */
    private static final int CHUNK = 1024;
    /** Chunks that are added in float. */
    private static final int CHUNKS_IN_FLOAT = 32;
    /** So small that no normalised value feels it; keeps y / |y| from being 0 / 0. */
    private static final float TINY = 1e-30f;

    private final Grid grid;
    private final int block;
    private final int length;
    private final int planes;
    private final int groups;
    private final int members;
    /** Among all samples' planes and groups. */
    private final int firstPlane;
    private final int firstGroup;
    private final int allGroups;
    private final float[] scales;
    private final float[] shifts;
    private final double slope;
    private final double[] statistics;

    NormUnit(Grid grid, int groupsPerSample, int task, float[] scales, float[] shifts, double slope,
            double[] statistics) {
        this.grid = grid;
        this.scales = scales;
        this.shifts = shifts;
        this.slope = slope;
        this.statistics = statistics;
        block = grid.block;
        length = grid.planeLength();
        members = grid.channels / groupsPerSample;
        planes = Math.max(1, members / block);
        groups = Math.max(1, block / members);
        firstPlane = task * planes;
        firstGroup = task * groups;
        allGroups = grid.batch * groupsPerSample;
    }

    static int perSample(Grid grid, int groupsPerSample) {
        int members = grid.channels / groupsPerSample;
        if (members % grid.block != 0 && grid.block % members != 0) {
            throw new IllegalArgumentException("groups of " + members + " channels in blocks of " + grid.block);
        }
        return grid.planes() / Math.max(1, members / grid.block);
    }

    private long start(int plane) {
        return (long) (firstPlane + plane) * length;
    }

    /** The group of a lane's channel, counted in the unit; lanes are the channels of a block. */
    private int group(int lane) {
        return groups == 1 ? 0 : lane / members;
    }

    /** The first channel of a plane, in its sample. */
    private int channel(int plane) {
        return (firstPlane + plane) % grid.planes() * block;
    }

    private double mean(int lane) {
        return statistics[firstGroup + group(lane)];
    }

    private double inverse(int lane) {
        return statistics[allGroups + firstGroup + group(lane)];
    }

    /** The inverse deviation that gradients are multiplied by on their way back: none where nothing varies. */
    private double slopeOfNormal(int lane) {
        return GroupNorm.varies(inverse(lane)) ? inverse(lane) : 0;
    }

    private interface OfLane {
        double value(int lane);
    }

    /** An array as long as a chunk whose values repeat with the lanes. */
    private float[] repeated(int slot, OfLane value) {
        float[] target = Scratch.floats(slot, CHUNK);
        int end = Math.min(CHUNK, length);
        if (block == 1) {
            Arrays.fill(target, 0, end, (float) value.value(0));
        } else {
            for (int lane = 0; lane < block; lane++) {
                float constant = (float) value.value(lane);
                for (int i = lane; i < end; i += block) {
                    target[i] = constant;
                }
            }
        }
        return target;
    }

    /** Adds to every lane's total what its indices hold. */
    private void addLanes(float[] sums, double[] totals) {
        int end = Math.min(CHUNK, length);
        for (int lane = 0; lane < block; lane++) {
            double total = 0;
            for (int i = lane; i < end; i += block) {
                total += sums[i];
            }
            totals[lane] += total;
        }
    }

    private interface Chunk {
        /** @param index of its first value in the map */
        void accept(long index, int count);
    }

    private void forEachChunk(int plane, Chunk action) {
        for (int done = 0; done < length; done += CHUNK) {
            action.accept(start(plane) + done, Math.min(CHUNK, length - done));
        }
    }

    /** Runs over a plane's chunks, adding sums that are kept per index to totals per lane. */
    private void sum(int plane, Chunk addition, float[][] sums, double[][] totals) {
        int[] chunks = {0};
        for (float[] sum : sums) {
            Arrays.fill(sum, 0, CHUNK, 0f);
        }
        forEachChunk(plane, (index, count) -> {
            addition.accept(index, count);
            chunks[0]++;
            if (chunks[0] % CHUNKS_IN_FLOAT == 0 || index + count == start(plane) + length) {
                for (int i = 0; i < sums.length; i++) {
                    addLanes(sums[i], totals[i]);
                    Arrays.fill(sums[i], 0, CHUNK, 0f);
                }
            }
        });
    }

    /**
     * Leaves mean and inverse deviation in the statistics. Values are taken relative to the mean of the first chunk,
     * so that a large mean costs no precision.
     */
    void measure(Floats from) {
        float[] values = Scratch.floats(0, CHUNK);
        double[] origins = firstMeans(from, values);
        float[] origin = repeated(1, lane -> origins[group(lane)]);
        float[][] sums = {Scratch.floats(2, CHUNK), Scratch.floats(3, CHUNK)};
        double[][] totals = new double[2][block];
        for (int plane = 0; plane < planes; plane++) {
            sum(plane, (index, count) -> {
                from.get(index, values, 0, count);
                addMoments(values, origin, sums[0], sums[1], count);
            }, sums, totals);
        }
        double count = (double) planes * length / groups;
        for (int group = 0; group < groups; group++) {
            double mean = ofGroup(totals[0], group) / count;
            double square = ofGroup(totals[1], group) / count;
            statistics[firstGroup + group] = origins[group] + mean;
            statistics[allGroups + firstGroup + group] =
                    1 / Math.sqrt(Math.max(0, square - mean * mean) + GroupNorm.EPSILON);
        }
    }

    private double[] firstMeans(Floats from, float[] values) {
        int count = Math.min(CHUNK, length);
        from.get(start(0), values, 0, count);
        double[] totals = new double[block];
        addLanes(values, totals);
        double[] means = new double[groups];
        for (int group = 0; group < groups; group++) {
            means[group] = ofGroup(totals, group) * groups / count;
        }
        return means;
    }

    private double ofGroup(double[] lanes, int group) {
        double total = 0;
        for (int lane = 0; lane < block; lane++) {
            total += group(lane) == group ? lanes[lane] : 0;
        }
        return total;
    }

    private static void addMoments(float[] values, float[] origin, float[] sums, float[] squares, int count) {
        for (int i = 0; i < count; i++) {
            float value = values[i] - origin[i];
            sums[i] += value;
            squares[i] += value * value;
        }
    }

    void normalise(Floats from, Floats to) {
        float[] values = Scratch.floats(0, CHUNK);
        // lrelu(y) = p·y + q·|y| needs no branch.
        float p = (float) ((1 + slope) / 2);
        float q = (float) ((1 - slope) / 2);
        for (int plane = 0; plane < planes; plane++) {
            int channel = channel(plane);
            float[] factor = repeated(1, lane -> scales[channel + lane] * inverse(lane));
            float[] addend = repeated(2, lane -> shifts[channel + lane] - mean(lane) * scales[channel + lane] * inverse(lane));
            forEachChunk(plane, (index, count) -> {
                from.get(index, values, 0, count);
                activate(values, factor, addend, p, q, count);
                to.put(index, values, 0, count);
            });
        }
    }

    private static void activate(float[] values, float[] factor, float[] addend, float p, float q, int count) {
        for (int i = 0; i < count; i++) {
            float y = factor[i] * values[i] + addend[i];
            values[i] = p * y + q * Math.abs(y);
        }
    }

    /**
     * Overwrites z with dL/dz and leaves, per sample and channel, the gradients of scale, shift and of the bias before
     * the normalisation.
     */
    void backward(Floats values, Floats gradients, double[] ofScale, double[] ofShift, double[] ofBias) {
        float[] zs = Scratch.floats(0, CHUNK);
        float[] gs = Scratch.floats(1, CHUNK);
        float[] inverse = repeated(2, this::inverse);
        float[] centre = repeated(3, this::mean);
        float[][] sums = {Scratch.floats(6, CHUNK), Scratch.floats(7, CHUNK), Scratch.floats(8, CHUNK)};
        double[][][] totals = new double[planes][3][block];
        double[] groupScale = new double[groups];
        double[] groupShift = new double[groups];
        for (int plane = 0; plane < planes; plane++) {
            int channel = channel(plane);
            float[] scale = repeated(4, lane -> scales[channel + lane]);
            float[] shift = repeated(5, lane -> shifts[channel + lane]);
            sum(plane, (index, count) -> {
                load(values, gradients, index, count, zs, gs, inverse, centre, scale, shift);
                addProducts(zs, gs, sums[0], sums[1], sums[2], count);
            }, sums, totals[plane]);
            for (int lane = 0; lane < block; lane++) {
                groupScale[group(lane)] += scales[channel + lane] * totals[plane][0][lane];
                groupShift[group(lane)] += scales[channel + lane] * totals[plane][1][lane];
            }
        }
        double pixels = grid.pixels();
        double inGroup = members * pixels;
        for (int plane = 0; plane < planes; plane++) {
            int channel = channel(plane);
            float[] scale = repeated(4, lane -> scales[channel + lane]);
            float[] shift = repeated(5, lane -> shifts[channel + lane]);
            float[] factor = repeated(6, lane -> scales[channel + lane] * slopeOfNormal(lane));
            float[] meanShift = repeated(7, lane -> slopeOfNormal(lane) * groupShift[group(lane)] / inGroup);
            float[] meanScale = repeated(8, lane -> slopeOfNormal(lane) * groupScale[group(lane)] / inGroup);
            forEachChunk(plane, (index, count) -> {
                load(values, gradients, index, count, zs, gs, inverse, centre, scale, shift);
                combine(zs, gs, factor, meanShift, meanScale, count);
                values.put(index, zs, 0, count);
            });
            int slot = (firstPlane + plane) * block;
            for (int lane = 0; lane < block; lane++) {
                ofScale[slot + lane] = totals[plane][0][lane];
                ofShift[slot + lane] = totals[plane][1][lane];
                ofBias[slot + lane] = factor[lane] * totals[plane][1][lane] - meanShift[lane] * pixels
                        - meanScale[lane] * totals[plane][2][lane];
            }
        }
    }

    /** Reads the normalised values and the gradient before the activation. */
    private void load(Floats values, Floats gradients, long index, int count, float[] zs, float[] gs, float[] inverse,
            float[] centre, float[] scale, float[] shift) {
        values.get(index, zs, 0, count);
        gradients.get(index, gs, 0, count);
        throughActivation(zs, gs, inverse, centre, scale, shift, (float) ((1 + slope) / 2), (float) ((1 - slope) / 2),
                count);
    }

    private static void throughActivation(float[] zs, float[] gs, float[] inverse, float[] centre, float[] scale,
            float[] shift, float p, float q, int count) {
        for (int i = 0; i < count; i++) {
            float normal = (zs[i] - centre[i]) * inverse[i];
            zs[i] = normal;
            float y = scale[i] * normal + shift[i] + TINY;
            // 1 or the slope; a branch on the sign would be mispredicted every other time.
            gs[i] *= p + q * (y / Math.abs(y));
        }
    }

    private static void addProducts(float[] normals, float[] gradients, float[] products, float[] gradientSums,
            float[] normalSums, int count) {
        for (int i = 0; i < count; i++) {
            products[i] += normals[i] * gradients[i];
            gradientSums[i] += gradients[i];
            normalSums[i] += normals[i];
        }
    }

    private static void combine(float[] normals, float[] gradients, float[] factor, float[] meanShift,
            float[] meanScale, int count) {
        for (int i = 0; i < count; i++) {
            normals[i] = factor[i] * gradients[i] - meanShift[i] - meanScale[i] * normals[i];
        }
    }
}
