package org.coverfiji.engine.impl.optimizer;

import org.coverfiji.engine.impl.kernel.Kernels;
import org.coverfiji.engine.impl.kernel.choice.KernelChoice;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Before each update: clips the whole gradient to a global norm, then adds weight decay times every parameter, biases
 * and norms too. DL4J can clip only per layer, and its l2 covers weights only.
 */
public final class ClipAndDecay extends BaseTrainingListener {

    private final double clipNorm;
    private final double weightDecay;
    private double lastNorm = Double.NaN;

    public ClipAndDecay(double clipNorm, double weightDecay) {
        this.clipNorm = clipNorm;
        this.weightDecay = weightDecay;
    }

    /** The gradient's norm of the last step, before clipping. */
    public double lastNorm() {
        return lastNorm;
    }

    @Override
    public void onGradientCalculation(Model model) {
        INDArray gradient = ((ComputationGraph) model).getFlattenedGradients();
        INDArray flat = gradient.reshape(gradient.length());
        INDArray parameters = model.params().reshape(gradient.length());
        Kernels kernels = KernelChoice.forType(gradient.dataType());
        lastNorm = kernels.optimizer().norm(flat);
        if (!Double.isFinite(lastNorm)) {
            // An image without contrast makes every group normalisation multiply gradients by 1/√ε, until they overflow
            // although the loss is finite: such a step is left out. Weights that diverged show in the loss.
            flat.assign(0);
            return;
        }
        // The small constant is PyTorch's, in clip_grad_norm_.
        double scale = Math.min(1, clipNorm / (lastNorm + 1e-6));
        kernels.optimizer().scaleAndDecay(flat, parameters, scale, weightDecay);
    }
}
