package org.coverfiji.engine.impl.kernel.nd4j;

import org.coverfiji.engine.impl.kernel.SoftmaxLoss;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The loss over [N, K, pixels] with one-hot labels. */
final class Nd4jSoftmaxLoss implements SoftmaxLoss {

    private static final double SMALLEST_PROBABILITY = 1e-30;

    @Override
    public void probabilities(INDArray logits, INDArray out) {
        out.assign(softmax(logits).reshape('c', out.shape()));
    }

    private static INDArray flat(INDArray map) {
        return map.reshape('c', map.size(0), map.size(1), map.length() / map.size(0) / map.size(1));
    }

    private static INDArray softmax(INDArray logits) {
        INDArray z = flat(logits);
        INDArray powers = Transforms.exp(z.sub(z.max(true, 1)), false);
        return powers.divi(powers.sum(true, 1));
    }

    private static INDArray oneHot(INDArray labels, INDArray logits) {
        INDArray y = flat(labels);
        INDArray truth = Nd4j.zeros(logits.dataType(), y.size(0), logits.size(1), y.size(2));
        for (int k = 0; k < logits.size(1); k++) {
            truth.get(NDArrayIndex.all(), NDArrayIndex.interval(k, k + 1))
                    .assign(y.eq(k).castTo(logits.dataType()));
        }
        return truth;
    }

    /** mask · weight of the pixel's class, [N, 1, pixels]. */
    private static INDArray pixelWeights(INDArray truth, INDArray mask, float[] classWeights) {
        INDArray weights = Nd4j.createFromArray(classWeights).castTo(truth.dataType())
                .reshape(1, classWeights.length, 1);
        return truth.mul(weights).sum(true, 1).muli(flat(mask));
    }

    @Override
    public double loss(INDArray logits, INDArray labels, INDArray mask, float[] classWeights, double dice) {
        INDArray p = softmax(logits);
        INDArray truth = oneHot(labels, logits);
        INDArray weights = pixelWeights(truth, mask, classWeights);
        double weight = weights.sumNumber().doubleValue();
        if (weight == 0) {
            return 0;
        }
        INDArray chosen = Transforms.max(p.mul(truth).sum(true, 1), SMALLEST_PROBABILITY);
        double entropy = -Transforms.log(chosen, false).muli(weights).sumNumber().doubleValue() / weight;
        INDArray m = flat(mask);
        INDArray common = p.mul(truth).muli(m).sum(0, 2);
        INDArray both = p.add(truth).muli(m).sum(0, 2);
        double mean = 0;
        for (int k = 1; k < logits.size(1); k++) {
            mean += (2 * common.getDouble(k) + SMOOTH) / (both.getDouble(k) + SMOOTH) / (logits.size(1) - 1);
        }
        return entropy + dice * (1 - mean);
    }

    @Override
    public void gradient(INDArray logits, INDArray labels, INDArray mask, float[] classWeights, double dice,
            INDArray gradient) {
        INDArray p = softmax(logits);
        INDArray truth = oneHot(labels, logits);
        INDArray weights = pixelWeights(truth, mask, classWeights);
        double weight = weights.sumNumber().doubleValue();
        if (weight == 0) {
            gradient.assign(0);
            return;
        }
        INDArray m = flat(mask);
        INDArray common = p.mul(truth).muli(m).sum(0, 2);
        INDArray both = p.add(truth).muli(m).sum(0, 2);
        long classes = logits.size(1);
        INDArray present = Nd4j.zeros(logits.dataType(), 1, classes, 1);
        INDArray absent = Nd4j.zeros(logits.dataType(), 1, classes, 1);
        for (int k = 1; k < classes; k++) {
            double below = both.getDouble(k) + SMOOTH;
            present.putScalar(k, -dice * 2 / below / (classes - 1));
            absent.putScalar(k, dice * (2 * common.getDouble(k) + SMOOTH) / below / below / (classes - 1));
        }
        INDArray slope = truth.mul(present).addi(absent);
        INDArray result = p.mul(slope.sub(p.mul(slope).sum(true, 1))).muli(m);
        result.addi(p.sub(truth).muli(weights).divi(weight));
        gradient.assign(result.reshape('c', gradient.shape()));
    }
}
