package org.coverfiji.engine.impl.kernel.fused;

import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Grid;

/**
 * What a task normalises: the smallest part of a sample that holds whole planes and whole groups, which is one of both,
 * several planes of one group, or several groups in one plane. A plane holds the channels of a block, its
 * <i>lanes</i>, pixel after pixel; in a row-major map that is one channel.
 *
 * <p>Planes are worked on in chunks that stay in the processor's first caches. C2 makes vector instructions of a loop
 * in which every array runs by one index, and of no loop that looks a constant up by channel. So constants are repeated
 * along an array in the order in which the lanes repeat in memory; a chunk begins with lane 0.
 */
final class NormUnit {

    /** Values; a multiple of every block size, so that all chunks have their lanes at the same places. */
    static final int CHUNK = 1024;
    /** How many chunks are added in float before the sums go on in double. */
    private static final int CHUNKS_IN_FLOAT = 32;

    private final Grid grid;
    private final int number;
    /** Channels of one group. */
    private final int members;
    /** Values of one plane. */
    private final int length;
    /** Channels of one plane. */
    final int lanes;
    /** Planes of the unit. */
    final int planes;
    /** Groups of the unit. */
    final int groups;

    /** @param number of the unit among all samples' */
    NormUnit(Grid grid, int groupsPerSample, int number) {
        this.grid = grid;
        this.number = number;
        members = grid.channels / groupsPerSample;
        length = grid.planeLength();
        lanes = grid.block;
        planes = Math.max(1, members / lanes);
        groups = Math.max(1, lanes / members);
    }

    /** How many units all samples have. */
    static int count(Grid grid, int groupsPerSample) {
        int members = grid.channels / groupsPerSample;
        if (members % grid.block != 0 && grid.block % members != 0) {
            throw new IllegalArgumentException("groups of " + members + " channels in blocks of " + grid.block);
        }
        return grid.batch * grid.planes() / Math.max(1, members / grid.block);
    }

    /** The group of a lane, counted in the unit. */
    int group(int lane) {
        return groups == 1 ? 0 : lane / members;
    }

    /** The number of a group of the unit among all samples' groups. */
    int amongAllGroups(int group) {
        return number * groups + group;
    }

    /** The channel of a plane's first lane, counted through all samples. */
    int amongAllChannels(int plane) {
        return (number * planes + plane) * lanes;
    }

    /** The channel of a plane's first lane, in its sample. */
    int channel(int plane) {
        return amongAllChannels(plane) % grid.channels;
    }

    /** Pixels of a channel. */
    double pixels() {
        return grid.pixels();
    }

    /** Values of one group. */
    double groupSize() {
        return members * pixels();
    }

    private int firstChunk() {
        return Math.min(CHUNK, length);
    }

    /** A quantity that each lane has one value of. */
    interface OfLane {
        double value(int lane);
    }

    /** Fills an array with the lanes' values, again and again; returns it. */
    float[] repeat(NormArray array, OfLane values) {
        float[] target = array.floats();
        for (int lane = 0; lane < lanes; lane++) {
            target[lane] = (float) values.value(lane);
        }
        for (int filled = lanes; filled < firstChunk(); filled *= 2) {
            System.arraycopy(target, 0, target, filled, Math.min(filled, firstChunk() - filled));
        }
        return target;
    }

    /**
     * Adds to every lane's total what an array holds of it. Pixel by pixel: the sum of one lane alone, each addition of
     * which waits for the one before, would take as long as all else that is done with a small map.
     */
    void addLanes(float[] values, double[] totals) {
        double[] sums = new double[lanes];
        for (int i = 0; i < firstChunk(); i += lanes) {
            for (int lane = 0; lane < lanes; lane++) {
                sums[lane] += values[i + lane];
            }
        }
        for (int lane = 0; lane < lanes; lane++) {
            totals[lane] += sums[lane];
        }
    }

    /** What the lanes of a group have together. */
    double ofGroup(double[] ofLanes, int group) {
        double total = 0;
        for (int lane = 0; lane < lanes; lane++) {
            total += group(lane) == group ? ofLanes[lane] : 0;
        }
        return total;
    }

    /** Reads the beginning of the unit's first plane and returns the groups' means there. */
    double[] firstMeans(Floats from, float[] values) {
        from.get((long) number * planes * length, values, 0, firstChunk());
        double[] totals = new double[lanes];
        addLanes(values, totals);
        double[] means = new double[groups];
        for (int group = 0; group < groups; group++) {
            means[group] = ofGroup(totals, group) * groups / firstChunk();
        }
        return means;
    }

    /** Something to be done with a chunk. */
    interface ChunkAction {
        /** @param index of its first value in the map */
        void accept(long index, int count);
    }

    /**
     * Runs over a plane's chunks.
     *
     * @param sums to which the action adds
     */
    void forEachChunk(int plane, ChunkAction action, LaneSums... sums) {
        long start = (long) (number * planes + plane) * length;
        int chunks = 0;
        for (int done = 0; done < length; done += CHUNK) {
            action.accept(start + done, Math.min(CHUNK, length - done));
            chunks++;
            if (chunks % CHUNKS_IN_FLOAT == 0 || done + CHUNK >= length) {
                for (LaneSums sum : sums) {
                    sum.fold();
                }
            }
        }
    }
}
