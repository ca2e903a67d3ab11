package org.coverfiji.engine.impl.kernel.gemm;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Native arrays that one task works with. Workspaces are lent to tasks in turn, so that there are as many as threads;
 * they grow to what the largest task needs, are kept across steps and released with the last convolution.
 */
public final class Workspace implements AutoCloseable {

    /** What an array is for. */
    enum Use { PIXELS, PRODUCT, WEIGHTS, PARTIAL_SUMS }

    /** What lines of values are for. */
    enum Lines { ROWS, PARTS, LANES }

    /** Lines that are read side by side must not begin at the same place of a page, where the cache has few ways. */
    private static final int PAGE = 1024;
    private static final int SPACE = 48;

    private static final Deque<Workspace> IDLE = new ArrayDeque<>();
    private static int users;
    private static long bytes;

    private final Map<Use, FloatPointer> arrays = new EnumMap<>(Use.class);
    private final Map<Lines, float[][]> lines = new EnumMap<>(Lines.class);

    private Workspace() {
    }

    static synchronized void register() {
        users++;
    }

    static synchronized void unregister() {
        users--;
        if (users == 0) {
            IDLE.forEach(Workspace::release);
            IDLE.clear();
        }
    }

    /** One for the caller alone, until it closes it. */
    static synchronized Workspace lend() {
        Workspace idle = IDLE.poll();
        return idle == null ? new Workspace() : idle;
    }

    /** What all of them take together, in native memory, with the weights that convolutions hold. */
    public static synchronized long bytes() {
        return bytes;
    }

    /** Tells of bytes that were taken, or with a sign given back. */
    static synchronized void count(long change) {
        bytes += change;
    }

    private static synchronized void giveBack(Workspace workspace) {
        if (users == 0) {
            workspace.release();
        } else {
            IDLE.push(workspace);
        }
    }

    /** At least so many values with undefined contents, valid until the next call for the same use. */
    FloatPointer floats(Use use, long length) {
        FloatPointer array = arrays.get(use);
        if (array == null || array.capacity() < length) {
            if (array != null) {
                // First out of the map: making the larger one may fail.
                arrays.remove(use);
                count(-Float.BYTES * array.capacity());
                array.close();
            }
            array = new FloatPointer(length);
            arrays.put(use, array);
            count(Float.BYTES * length);
        }
        return array;
    }

    /**
     * Arrays of at least so many values each, for what passes through Java, with undefined contents, valid until the
     * next call for the same use.
     */
    float[][] lines(Lines use, int count, int length) {
        float[][] arrays = lines.get(use);
        if (arrays == null || arrays.length < count || arrays[0].length < length) {
            arrays = new float[count][length / PAGE * PAGE + PAGE + SPACE];
            lines.put(use, arrays);
        }
        return Arrays.copyOf(arrays, count);
    }

    private void release() {
        arrays.values().forEach(array -> {
            count(-Float.BYTES * array.capacity());
            array.close();
        });
        arrays.clear();
    }

    @Override
    public void close() {
        giveBack(this);
    }
}
