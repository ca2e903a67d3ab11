package org.coverfiji.engine.impl.layer;

import java.util.Collection;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** L_vec = Σ mask · Σ_axes |ψ' − ψ| / Σ mask. Input ψ', labels ψ, both [N, 2 or 3, …]; mask [N, 1, …]. */
public final class VectorLoss extends MaskedLoss {

    private static final long serialVersionUID = 1L;

    @Override
    public Layer instantiate(NeuralNetConfiguration configuration, Collection<TrainingListener> listeners, int index,
            INDArray parameters, boolean initialize, DataType type) {
        Runtime layer = new Runtime(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        return layer;
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
            return 1;
        }

        @Override
        protected void gradient(INDArray labels, INDArray mask, INDArray target) {
            kernels.losses().vectorGradient(input, labels, mask, target);
        }
    }
}
