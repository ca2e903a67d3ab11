package org.coverfiji.engine.impl.kernel.onednn;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.coverfiji.engine.impl.kernel.Relayout;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Changes of layout by oneDNN's reorder, which it keeps compiled itself. */
public final class OneDnnRelayout implements Relayout {

    private final int block;

    /** @param block channels that lie together, 8 or 16 */
    public OneDnnRelayout(int block) {
        this.block = block;
    }

    @Override
    public void toRowMajor(INDArray blocked, INDArray rowMajor) {
        copy(rowMajor.shape(), blocked, block, rowMajor, 1);
    }

    @Override
    public void fromRowMajor(INDArray rowMajor, INDArray blocked) {
        copy(rowMajor.shape(), rowMajor, 1, blocked, block);
    }

    private static void copy(long[] shape, INDArray from, int fromBlock, INDArray to, int toBlock) {
        try (memory source = bound(shape, fromBlock, from); memory target = bound(shape, toBlock, to);
                reorder copy = new reorder(source, target)) {
            copy.execute(OneDnn.stream(), source, target);
        }
    }

    private static memory bound(long[] shape, int block, INDArray array) {
        try (memory.desc description = OneDnn.describe(shape, Layout.tag(shape.length, block))) {
            memory memory = OneDnn.unbound(description);
            memory.set_data_handle(array.data().addressPointer());
            return memory;
        }
    }
}
