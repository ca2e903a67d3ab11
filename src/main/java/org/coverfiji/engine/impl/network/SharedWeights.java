package org.coverfiji.engine.impl.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Carries the parameters that two graphs share by name from one to the other. */
final class SharedWeights {

    private final List<INDArray[]> pairs = new ArrayList<>();

    /** @throws IllegalArgumentException if two of one name have not one shape */
    SharedWeights(ComputationGraph from, ComputationGraph to) {
        Map<String, String> names = Parameters.names(from);
        Parameters.names(to).forEach((name, own) -> {
            if (names.containsKey(name)) {
                INDArray source = from.getParam(names.get(name));
                INDArray target = to.getParam(own);
                if (source.length() != target.length()) {
                    throw new IllegalArgumentException("two passes have a \"" + name + "\" of different shapes");
                }
                pairs.add(new INDArray[] {source.reshape(source.length()), target.reshape(target.length())});
            }
        });
    }

    void carry() {
        pairs.forEach(pair -> pair[1].assign(pair[0]));
    }
}
