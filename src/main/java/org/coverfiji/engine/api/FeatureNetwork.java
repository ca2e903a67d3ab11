package org.coverfiji.engine.api;

import java.util.Map;

/** A backbone in inference. */
public interface FeatureNetwork extends WeightedNetwork {

    /**
     * The U-Net's five maps of a batch, entry l for level l, [N, widths[4+l], (D,) H/s, W/s] with
     * s = {@link NetworkConfiguration#levelStride(int)}.
     *
     * @param images [N, C, (D,) H, W], sides multiples of 16, intensities in [0, 1]
     */
    Tensor[] features(Tensor images);

    /**
     * Sets the backbone's parameters; names that the backbone does not have (projections, heads) are ignored.
     *
     * @throws org.coverfiji.CoverException if one is missing or a shape differs
     */
    @Override
    void setParameters(Map<String, Tensor> parameters);
}
