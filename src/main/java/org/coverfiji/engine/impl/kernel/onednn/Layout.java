package org.coverfiji.engine.impl.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcd16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcd8b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcde16b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_aBcde8b;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcde;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;

import org.bytedeco.dnnl.memory;

/** How the values of an array lie in memory, in oneDNN's terms. */
final class Layout {

    private Layout() {
    }

    /**
     * The format tag of an array.
     *
     * @param rank axes of the array if it were row-major
     * @param block channels that lie together: 1 for row-major, 8 or 16
     */
    static int tag(int rank, int block) {
        if (rank == 1 && block == 1) {
            return dnnl_a;
        }
        if (rank == 4 || rank == 5) {
            switch (block) {
                case 1:
                    return rank == 4 ? dnnl_abcd : dnnl_abcde;
                case 8:
                    return rank == 4 ? dnnl_aBcd8b : dnnl_aBcde8b;
                case 16:
                    return rank == 4 ? dnnl_aBcd16b : dnnl_aBcde16b;
                default:
            }
        }
        throw new IllegalArgumentException("no layout for arrays of rank " + rank + " in blocks of " + block);
    }

    static boolean same(memory.desc one, memory.desc other) {
        return dnnl_memory_desc_equal(one.data(), other.data()) != 0;
    }
}
