package org.coverfiji.engine.impl.layer;

import org.coverfiji.engine.impl.kernel.Grid;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * L_con = 1 − Σ mask · cos(F_4, warp(M_4, ψ)) / Σ mask, times a weight. Input: the finest maps of both views,
 * [2N, C, …] with the moving views first, as the backbone gave them; labels ψ, [N, 2 or 3, …]; mask [N, 1, …].
 */
public final class ConsistencyLoss extends MaskedLoss {

    private static final long serialVersionUID = 1L;

    private double weight;
    private int block = 1;

    /** For Jackson. */
    public ConsistencyLoss() {
    }

    /** Of row-major maps. */
    public ConsistencyLoss(double weight) {
        this(weight, 1);
    }

    /** @param block channels that lie together in the maps, 1 for row-major */
    public ConsistencyLoss(double weight, int block) {
        this.weight = weight;
        this.block = block;
    }

    /** Channels that lie together in the maps; 1 for row-major. */
    public int getBlock() {
        return block;
    }

    public void setBlock(int block) {
        this.block = block;
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

    private static final class Runtime extends MaskedLossLayer<ConsistencyLoss> {

        private static final long serialVersionUID = 1L;

        Runtime(NeuralNetConfiguration configuration, DataType type) {
            super(configuration, type);
        }

        @Override
        protected double weight() {
            return layerConf().getWeight();
        }

        @Override
        protected double loss(INDArray labels, INDArray mask) {
            INDArray warped = Nd4j.createUninitialized(dataType, pairShape(), 'c');
            kernels.warp(layerConf().getBlock()).forward(input, labels, warped);
            double loss = kernels.losses(layerConf().getBlock()).consistency(input, warped, mask);
            // Not where a workspace holds it.
            if (warped.closeable()) {
                warped.close();
            }
            return loss;
        }

        @Override
        protected double gradient(INDArray labels, INDArray mask, INDArray target) {
            INDArray warped = Nd4j.createUninitialized(dataType, pairShape(), 'c');
            INDArray warpedGradient = Nd4j.createUninitialized(dataType, pairShape(), 'c');
            kernels.warp(layerConf().getBlock()).forward(input, labels, warped);
            double loss = kernels.losses(layerConf().getBlock()).consistencyGradient(input, warped, mask, weight(),
                    target, warpedGradient);
            kernels.warp(layerConf().getBlock()).backward(input, labels, warpedGradient, target, null);
            return loss;
        }

        private long[] pairShape() {
            Grid grid = Grid.of(input, layerConf().getBlock());
            return grid.shape(grid.batch / 2, grid.channels);
        }
    }
}
