package org.coverfiji.engine.impl.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The masked losses of METHOD "Losses and training". Both are 0, with zero gradients, where the mask is empty. */
public interface Losses {

    /** L_vec = Σ mask · Σ_axes |ψ' − ψ| / Σ mask. */
    double vector(INDArray predicted, INDArray flow, INDArray mask);

    /** @param gradient receives dL_vec/dψ'; the sign of 0 is 0 */
    void vectorGradient(INDArray predicted, INDArray flow, INDArray mask, INDArray gradient);

    /**
     * 1 − Σ mask · cos(F, warped M) / Σ mask.
     *
     * @param features [2N, C, …]: moving views first, fixed views last; only the fixed half is read
     * @param warped warp(M, ψ), [N, C, …]
     * @param mask [N, 1, …]
     */
    double consistency(INDArray features, INDArray warped, INDArray mask);

    /**
     * @param weight multiplies the gradients
     * @param featuresGradient its fixed half receives weight · dL_con/dF, its moving half zeros
     * @param warpedGradient receives weight · dL_con/dwarped
     * @return the loss itself, as {@link #consistency} gives it
     */
    double consistencyGradient(INDArray features, INDArray warped, INDArray mask, double weight,
            INDArray featuresGradient, INDArray warpedGradient);
}
