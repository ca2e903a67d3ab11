package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcde;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;

import org.bytedeco.dnnl.memory;

/** How the values of an array lie in memory, in oneDNN's terms. */
final class Layout {

    private Layout() {
    }

    /** The format tag of a row-major array, as ND4J's are. */
    static int rowMajor(int rank) {
        switch (rank) {
            case 1:
                return dnnl_a;
            case 4:
                return dnnl_abcd;
            case 5:
                return dnnl_abcde;
            default:
                throw new IllegalArgumentException("no layout for arrays of rank " + rank);
        }
    }

    static boolean same(memory.desc one, memory.desc other) {
        return dnnl_memory_desc_equal(one.data(), other.data()) != 0;
    }
}
