package org.coverfiji.engine.impl.kernel;

import static org.coverfiji.engine.impl.TestArrays.assertValues;
import static org.junit.Assert.assertEquals;

import org.junit.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

public class SoftmaxLossTest extends BothKernels {

    private static final float[] EQUAL = {1, 1};
    /** Two classes, two pixels: p = (3/4, 1/4) and (1/2, 1/2). */
    private final INDArray logits = array(row(Math.log(3), 5, 0, 5), 1, 2, 1, 2);
    private final INDArray labels = array(row(0, 1), 1, 1, 1, 2);
    private final INDArray both = array(row(1, 1), 1, 1, 1, 2);

    @Test
    public void probabilitiesAreTheSoftmaxOverChannels() {
        INDArray out = untouched(1, 2, 1, 2);
        kernels.softmaxLoss().probabilities(logits, out);
        assertValues("p", out, 0.75, 0.5, 0.25, 0.5);
    }

    @Test
    public void crossEntropyIsWeightedByClass() {
        double first = -Math.log(0.75);
        double second = -Math.log(0.5);
        assertEquals((first + second) / 2, kernels.softmaxLoss().loss(logits, labels, both, EQUAL, 0), 1e-6);
        assertEquals((first + 3 * second) / 4,
                kernels.softmaxLoss().loss(logits, labels, both, new float[] {1, 3}, 0), 1e-6);
        assertEquals(second,
                kernels.softmaxLoss().loss(logits, labels, array(row(0, 1), 1, 1, 1, 2), EQUAL, 0), 1e-6);
    }

    @Test
    public void diceLeavesOutTheBackground() {
        double entropy = -(Math.log(0.75) + Math.log(0.5)) / 2;
        double dice = (2 * 0.5 + 1) / (0.75 + 1 + 1);
        assertEquals(entropy + 0.5 * (1 - dice), kernels.softmaxLoss().loss(logits, labels, both, EQUAL, 0.5), 1e-6);
    }

    @Test
    public void gradientOfTheCrossEntropyIsProbabilityMinusTruth() {
        INDArray gradient = untouched(1, 2, 1, 2);
        kernels.softmaxLoss().gradient(logits, labels, both, EQUAL, 0, gradient);
        assertValues("gradient", gradient, -0.125, 0.25, 0.125, -0.25);
    }

    @Test
    public void withoutLabelledPixelsLossAndGradientAreZero() {
        INDArray none = array(row(0, 0), 1, 1, 1, 2);
        INDArray gradient = untouched(1, 2, 1, 2);
        assertEquals(0, kernels.softmaxLoss().loss(logits, labels, none, EQUAL, 1), 0);
        kernels.softmaxLoss().gradient(logits, labels, none, EQUAL, 1, gradient);
        assertValues("gradient", gradient, 0, 0, 0, 0);
    }

    @Test
    public void pixelsThatDoNotCountMayHoldAnyLabel() {
        INDArray ignored = array(row(255, 1), 1, 1, 1, 2);
        INDArray mask = array(row(0, 1), 1, 1, 1, 2);
        INDArray gradient = untouched(1, 2, 1, 2);
        assertEquals(-Math.log(0.5), kernels.softmaxLoss().loss(logits, ignored, mask, EQUAL, 0), 1e-6);
        kernels.softmaxLoss().gradient(logits, ignored, mask, EQUAL, 0, gradient);
        assertValues("gradient", gradient, 0, 0.5, 0, -0.5);
    }
}
