package org.coverfiji.engine.impl.kernel.onednn;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.coverfiji.engine.impl.kernel.Floats;
import org.coverfiji.engine.impl.kernel.Parallel;

/**
 * Volumes in blocks of channels, [N, C / block, D, H, W, block], as slices, numbered through all samples: where they
 * lie, and copies of some of them as pictures, [slices, …, H, W, block].
 */
final class SliceStack {

    private static final int NEIGHBOURS = 3;

    private final long samples;
    private final long blocks;
    private final long depth;
    private final long height;
    private final long width;
    private final int block;

    /** @param shape of the volumes if they were row-major */
    SliceStack(long[] shape, int block) {
        samples = shape[0];
        blocks = shape[1] / block;
        depth = shape[2];
        height = shape[3];
        width = shape[4];
        this.block = block;
    }

    long channels() {
        return blocks * block;
    }

    long height() {
        return height;
    }

    long width() {
        return width;
    }

    /** Slices of all samples. */
    long slices() {
        return samples * depth;
    }

    /** Values of one slice in one block. */
    private long length() {
        return height * width * block;
    }

    /** The largest part of a sample's slices of which the pictures with neighbours have no more than so many values. */
    long slicesAtOnce(long values) {
        long most = Math.max(1, values / (NEIGHBOURS * blocks * length()));
        long slices = Math.min(most, depth);
        while (depth % slices != 0) {
            slices--;
        }
        return slices;
    }

    /** Where a slice of a block lies. */
    private long index(long slice, long ofBlock) {
        return ((slice / depth * blocks + ofBlock) * depth + slice % depth) * length();
    }

    /** [slices, C / block, 3, H, W, block]: every slice between its neighbours, zeros beyond the volume. */
    Pointer withNeighbours(Floats volumes, long first, long slices) {
        FloatPointer pictures = SharedMemory.floats(SharedMemory.Use.PICTURES, slices * blocks * NEIGHBOURS * length());
        Parallel.run(Math.toIntExact(slices * blocks), task -> {
            long slice = first + task / blocks;
            FloatPointer picture = pictures.getPointer(task * NEIGHBOURS * length());
            long place = slice % depth;
            boolean begins = place == 0;
            boolean ends = place == depth - 1;
            if (begins) {
                clear(picture);
            }
            if (ends) {
                clear(picture.getPointer((NEIGHBOURS - 1) * length()));
            }
            long skipped = begins ? 1 : 0;
            long copied = NEIGHBOURS - skipped - (ends ? 1 : 0);
            copy(volumes.pointer(index(slice, task % blocks) + (skipped - 1) * length()),
                    picture.getPointer(skipped * length()), copied * length());
        });
        return pictures;
    }

    /** The slices alone, [slices, C / block, H, W, block]: where they are if they lie like that. */
    FloatPointer gathered(Floats volumes, long first, long slices) {
        FloatPointer room = room(volumes, first, slices);
        if (blocks > 1) {
            Parallel.run(Math.toIntExact(slices * blocks), task -> copy(
                    volumes.pointer(index(first + task / blocks, task % blocks)), room.getPointer(task * length()),
                    length()));
        }
        return room;
    }

    /** Where results of the slices may be written, [slices, C / block, H, W, block], until {@link #spread}. */
    FloatPointer room(Floats volumes, long first, long slices) {
        return blocks == 1 ? volumes.pointer(index(first, 0))
                : SharedMemory.floats(SharedMemory.Use.SLICES, slices * blocks * length());
    }

    /** Brings results to where they belong. */
    void spread(FloatPointer results, Floats volumes, long first, long slices) {
        if (blocks > 1) {
            Parallel.run(Math.toIntExact(slices * blocks), task -> copy(results.getPointer(task * length()),
                    volumes.pointer(index(first + task / blocks, task % blocks)), length()));
        }
    }

    private void clear(FloatPointer slice) {
        Pointer.memset(slice, 0, length() * Float.BYTES);
    }

    private static void copy(FloatPointer from, FloatPointer to, long values) {
        Pointer.memcpy(to, from, values * Float.BYTES);
    }
}
