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
        Parity.gradient(golden, "grad_feat_q", sum);
        for (int layer = 0; layer < 2; layer++) {
            Parity.gradient(golden, set + global + 2 * layer + ".weight", globalHead.weightGradient(layer));
            Parity.gradient(golden, set + global + 2 * layer + ".bias", globalHead.biasGradient(layer));
            Parity.gradient(golden, set + dense + 2 * layer + ".weight", denseHead.weightGradient(layer));
            Parity.gradient(golden, set + dense + 2 * layer + ".bias", denseHead.biasGradient(layer));
        }
    }

    static void checkQueues(GoldenBaseline golden, int column, CoreResult result) {
        Tensor keys = result.memories().get(DenseContrast.QUEUE);
        Tensor denseKeys = result.memories().get(DenseContrast.DENSE_QUEUE);
        Parity.output(golden, "key_global", keys);
        Parity.output(golden, "key_pooled", denseKeys);
        Parity.output(golden, "queue_after", Parity.written(golden.tensor("queue_before"), column, keys));
        Parity.output(golden, "queue2_after", Parity.written(golden.tensor("queue2_before"), column, denseKeys));
    }
}
