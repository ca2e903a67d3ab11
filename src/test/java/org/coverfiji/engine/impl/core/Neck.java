package org.coverfiji.engine.impl.core;

import java.util.Arrays;
import java.util.Map;

import org.coverfiji.engine.api.Tensor;
import org.coverfiji.engine.impl.GoldenBaseline;

/** The two heads that DenseCL and SetSim have on one map: on its mean and on every position. */
final class Neck {

    private final GoldenBaseline golden;
    private final String global;
    private final String dense;
    private final PlainHead globalHead;
    private final PlainHead denseHead;
    private Tensor map;

    /** @param set first part of the parameters' names; @param global of the one head's, @param dense of the other's */
    Neck(GoldenBaseline golden, String set, String global, String dense) {
        this.golden = golden;
        this.global = global;
        this.dense = dense;
        globalHead = new PlainHead(name -> golden.tensor(set + name), global + 0, global + 2);
        denseHead = new PlainHead(name -> golden.tensor(set + name), dense + 0, dense + 2);
    }

    Map<String, Tensor> embeddings(Tensor features) {
        map = features;
        return Map.of(DenseContrast.MAP, map, DenseContrast.GLOBAL, globalHead.forward(Maps.mean(map)),
                DenseContrast.DENSE, denseHead.forward(map));
    }

    /** At the map and at all parameters of the heads. */
    void checkGradients(CoreResult result, String set) {
        Tensor pooled = globalHead.backward(result.gradients().get(DenseContrast.GLOBAL));
        Tensor gradient = denseHead.backward(result.gradients().get(DenseContrast.DENSE));
        int positions = Maps.positions(map);
        Tensor sum = new Tensor(Arrays.copyOf(gradient.data(), gradient.data().length), map.shape());
        for (int i = 0; i < sum.data().length; i++) {
            sum.data()[i] += pooled.data()[i / positions] / positions;
        }
        golden.assertGradient("grad_feat_q", sum.data());
        for (int layer = 0; layer < 2; layer++) {
            golden.assertGradient(set + global + 2 * layer + ".weight", globalHead.weightGradient(layer).data());
            golden.assertGradient(set + global + 2 * layer + ".bias", globalHead.biasGradient(layer).data());
            golden.assertGradient(set + dense + 2 * layer + ".weight", denseHead.weightGradient(layer).data());
            golden.assertGradient(set + dense + 2 * layer + ".bias", denseHead.biasGradient(layer).data());
        }
    }

    static void checkQueues(GoldenBaseline golden, int column, CoreResult result) {
        Tensor keys = result.memories().get(DenseContrast.QUEUE);
        Tensor denseKeys = result.memories().get(DenseContrast.DENSE_QUEUE);
        golden.assertOutput("key_global", keys.data());
        golden.assertOutput("key_pooled", denseKeys.data());
        Parity.queue(golden, "queue_before", "queue_after", column, keys);
        Parity.queue(golden, "queue2_before", "queue2_after", column, denseKeys);
    }
}
