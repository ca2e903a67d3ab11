package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.api.Precision;

/** A layer whose convolution may train with less than float32's precision. */
public interface Convolving {

    /** As {@link org.coverfiji.engine.impl.kernel.Convolution#trainIn} says. */
    void trainIn(Precision precision);
}
