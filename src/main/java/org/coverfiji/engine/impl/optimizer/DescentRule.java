package org.coverfiji.engine.impl.optimizer;

import java.util.Collections;
import java.util.List;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Plain descent: a step is the rate times the gradient. */
public final class DescentRule implements UpdateRule {

    @Override
    public List<String> moments() {
        return Collections.emptyList();
    }

    @Override
    public void apply(INDArray gradient, INDArray[] moments, long step, double rate) {
        gradient.muli(rate);
    }
}
