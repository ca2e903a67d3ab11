package org.coverfiji.engine.impl.kernel.gemm;

import java.util.ArrayDeque;
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

    private static final Deque<Workspace> IDLE = new ArrayDeque<>();
    private static int users;
    private static long bytes;

    private final Map<Use, FloatPointer> arrays = new EnumMap<>(Use.class);
    /** For what passes through Java. */
    private float[] line = new float[0];
    private float[] row = new float[0];
    private float[][] lanes = new float[0][];

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

    /** At least so many values with undefined contents, valid until the next call. */
    float[] line(int length) {
        if (line.length < length) {
            line = new float[length];
        }
        return line;
    }

    /** Another such array. */
    float[] row(int length) {
        if (row.length < length) {
            row = new float[length];
        }
        return row;
    }

    /** At least so many arrays of so many values each, the same way. */
    float[][] lanes(int count, int length) {
        if (lanes.length < count || lanes[0].length < length) {
            lanes = new float[count][length];
        }
        return lanes;
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
