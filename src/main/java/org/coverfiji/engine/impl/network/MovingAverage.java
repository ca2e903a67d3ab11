package org.coverfiji.engine.impl.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.coverfiji.engine.impl.kernel.Optimizer;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lets a teacher's parameters follow those of the same names in the network in training: θ ← m·θ + (1 − m)·θ', an
 * exponential moving average. What the other network has beside them, such as a predictor, is left alone.
 */
final class MovingAverage {

    private final List<INDArray[]> pairs = new ArrayList<>();
    private final Optimizer kernels;

    /** @throws IllegalArgumentException if the teacher has a parameter that the other network lacks */
    MovingAverage(ComputationGraph teacher, ComputationGraph online) {
        kernels = KernelChoice.forType(teacher.params().dataType()).optimizer();
        Map<String, String> names = Parameters.names(online);
        Parameters.names(teacher).forEach((name, own) -> {
            INDArray target = teacher.getParam(own);
            INDArray source = names.containsKey(name) ? online.getParam(names.get(name)) : null;
            if (source == null || source.length() != target.length()) {
                throw new IllegalArgumentException("the teacher's \"" + name + "\" has no counterpart of its shape");
            }
            pairs.add(new INDArray[] {target.reshape(target.length()), source.reshape(source.length())});
        });
    }

    /** The teacher becomes equal to the other network. */
    void copy() {
        for (INDArray[] pair : pairs) {
            pair[0].assign(pair[1]);
        }
    }

    /** @param momentum m, from 0 for a copy to 1 for no change */
    void update(double momentum) {
        for (INDArray[] pair : pairs) {
            kernels.scaleAndDecay(pair[0], pair[1], momentum, 1 - momentum);
        }
    }
}
