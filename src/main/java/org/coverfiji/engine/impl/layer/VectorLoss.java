package org.coverfiji.engine.impl.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * L_vec = Σ mask · Σ_axes |ψ' − ψ| / Σ mask, times a weight. Input ψ', labels ψ, both [N, 2 or 3, …]; mask [N, 1, …].
 */
public final class VectorLoss extends MaskedLoss {

    private static final long serialVersionUID = 1L;

    private double weight = 1;

    /** Of weight 1; for Jackson, too. */
    public VectorLoss() {
    }

    public VectorLoss(double weight) {
        this.weight = weight;
    }

    public double getWeight() {
        return weight;
    }

    public void setWeight(double weight) {
        this.weight = weight;
    }

    @Override
    protected MaskedLossLayer<?> runtime(NeuralNetConfiguration configuration, DataType type) {
        return new Runtime(configuration, type);
    }

    private static final class Runtime extends MaskedLossLayer<VectorLoss> {

        private static final long serialVersionUID = 1L;

        Runtime(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        protected double loss(INDArray labels, INDArray mask) {
            return kernels.losses().vector(input, labels, mask);
        }

        @Override
        protected double weight() {
            return layerConf().getWeight();
        }

        @Override
        protected double gradient(INDArray labels, INDArray mask, INDArray target) {
            kernels.losses().vectorGradient(input, labels, mask, target);
            if (weight() != 1) {
                target.muli(weight());
            }
            return loss(labels, mask);
        }
    }
}
