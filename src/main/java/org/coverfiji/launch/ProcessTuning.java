package org.coverfiji.launch;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Settings of the whole process that make the native libraries faster: for our own launcher only, because they would
 * change the behaviour of a running ImageJ. They must be made before the engine loads. Linux only; elsewhere nothing
 * happens.
 */
final class ProcessTuning {

    /** Parameters of mallopt, from glibc's malloc.h. */
    private static final int M_TRIM_THRESHOLD = -1;
    private static final int M_TOP_PAD = -2;
    private static final int M_MMAP_MAX = -4;
    private static final int M_ARENA_MAX = -8;

    private static final int TOP_PAD_BYTES = 256 << 20;

    private ProcessTuning() {
    }

    /** The function of the C library that is called. */
    public interface CLibrary extends Library {

        int mallopt(int parameter, int value);
    }

    static void apply() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            CLibrary c = Native.load("c", CLibrary.class);
            // oneDNN's scratch memory would be given back to the system, and its pages made anew, in every call.
            c.mallopt(M_ARENA_MAX, 1);
            c.mallopt(M_MMAP_MAX, 0);
            c.mallopt(M_TRIM_THRESHOLD, Integer.MAX_VALUE);
            c.mallopt(M_TOP_PAD, TOP_PAD_BYTES);
        } catch (LinkageError | IllegalArgumentException e) {
            // Another C library: all works as well, only slower.
            System.getLogger(ProcessTuning.class.getName()).log(System.Logger.Level.DEBUG, "not tuned", e);
        }
    }
}
