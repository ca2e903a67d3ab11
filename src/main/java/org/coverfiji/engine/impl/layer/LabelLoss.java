package org.coverfiji.engine.impl.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Cross-entropy plus soft Dice of class scores, see {@link org.coverfiji.engine.impl.kernel.SoftmaxLoss}. Input [N,
 * K, …], labels class numbers [N, 1, …], mask [N, 1, …]. Its activation is the class probabilities.
 */
public final class LabelLoss extends MaskedLoss {

    private static final long serialVersionUID = 1L;

    private float[] classWeights;
    private double dice;

    /** For Jackson. */
    public LabelLoss() {
    }

    public LabelLoss(float[] classWeights, double dice) {
        this.classWeights = classWeights;
        this.dice = dice;
    }

    public float[] getClassWeights() {
        return classWeights;
    }

    public void setClassWeights(float[] classWeights) {
        this.classWeights = classWeights;
    }

    public double getDice() {
        return dice;
    }

    public void setDice(double dice) {
        this.dice = dice;
    }

    @Override
    protected MaskedLossLayer<?> runtime(NeuralNetConfiguration configuration, DataType type) {
        return new Runtime(configuration, type);
    }

    private static final class Runtime extends MaskedLossLayer<LabelLoss> {

        private static final long serialVersionUID = 1L;

        Runtime(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        public INDArray infer(INDArray[] inputs, Allocator allocator) {
            INDArray out = allocator.create(inputs[0].shape());
            kernels.softmaxLoss().probabilities(inputs[0], out);
            return out;
        }

        @Override
        protected double loss(INDArray labels, INDArray mask) {
            return kernels.softmaxLoss()
                    .loss(input, labels, mask, layerConf().getClassWeights(), layerConf().getDice());
        }

        @Override
        protected double weight() {
            return 1;
        }

        @Override
        protected double gradient(INDArray labels, INDArray mask, INDArray target) {
            kernels.softmaxLoss().gradient(input, labels, mask, layerConf().getClassWeights(), layerConf().getDice(),
                    target);
            return loss(labels, mask);
        }
    }
}
