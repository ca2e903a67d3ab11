package org.coverfiji.engine.impl.kernel.nd4j;

import org.coverfiji.engine.impl.kernel.Losses;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The losses as elementwise operations and sums. */
final class Nd4jLosses implements Losses {

    /** Norms below it count as it; such a feature has no direction to turn, so that there is no gradient. */
    private static final double SMALLEST_NORM = 1e-8;

    @Override
    public double vector(INDArray predicted, INDArray flow, INDArray mask) {
        double weight = mask.sumNumber().doubleValue();
        INDArray differences = Transforms.abs(predicted.sub(flow), false).muli(mask);
        return weight > 0 ? differences.sumNumber().doubleValue() / weight : 0;
    }

    @Override
    public void vectorGradient(INDArray predicted, INDArray flow, INDArray mask, INDArray gradient) {
        double weight = mask.sumNumber().doubleValue();
        gradient.assign(Transforms.sign(predicted.sub(flow), false).muli(mask).muli(weight > 0 ? 1 / weight : 0));
    }

    @Override
    public double consistency(INDArray features, INDArray warped, INDArray mask) {
        double weight = mask.sumNumber().doubleValue();
        if (weight == 0) {
            return 0;
        }
        return 1 - cosine(fixed(features, warped), warped).muli(mask).sumNumber().doubleValue() / weight;
    }

    @Override
    public double consistencyGradient(INDArray features, INDArray warped, INDArray mask, double weight,
            INDArray featuresGradient, INDArray warpedGradient) {
        double total = mask.sumNumber().doubleValue();
        INDArray scale = mask.mul(total > 0 ? -weight / total : 0);
        INDArray fixed = fixed(features, warped);
        INDArray fixedNorm = norm(fixed);
        INDArray movedNorm = norm(warped);
        scale.muli(directed(fixedNorm, scale)).muli(directed(movedNorm, scale));
        INDArray cosine = cosine(fixed, warped).muli(scale);
        INDArray across = scale.div(fixedNorm.mul(movedNorm));
        featuresGradient.assign(0);
        fixed(featuresGradient, warped)
                .assign(warped.mul(across).subi(fixed.mul(cosine.div(fixedNorm.mul(fixedNorm)))));
        warpedGradient.assign(fixed.mul(across).subi(warped.mul(cosine.div(movedNorm.mul(movedNorm)))));
        return consistency(features, warped, mask);
    }

    private static INDArray fixed(INDArray features, INDArray warped) {
        return features.get(NDArrayIndex.interval(warped.size(0), 2 * warped.size(0)));
    }

    private static INDArray cosine(INDArray fixed, INDArray moved) {
        return fixed.mul(moved).sum(true, 1).divi(norm(fixed).muli(norm(moved)));
    }

    private static INDArray directed(INDArray norm, INDArray like) {
        return norm.gt(SMALLEST_NORM).castTo(like.dataType());
    }

    private static INDArray norm(INDArray map) {
        return Transforms.max(Transforms.sqrt(map.mul(map).sum(true, 1), false), SMALLEST_NORM);
    }
}
