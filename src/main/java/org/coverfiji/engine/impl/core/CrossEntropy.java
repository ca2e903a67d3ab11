package org.coverfiji.engine.impl.core;

import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.engine.api.Tensor;

/**
 * The mean over all samples of the cross entropy between scores and the class that is right.
 *
 * <p>Reads the online embedding {@value #LOGITS}, [N, classes] or [N, classes, 1, …], and the extra {@value #LABELS},
 * N whole numbers from 0; gives the loss {@value #LOSS} and the measure {@value #ACCURACY}.
 */
public final class CrossEntropy implements LossCore {

    /** The core's name. */
    public static final String NAME = "cross_entropy";
    /** The name of the online embedding. */
    public static final String LOGITS = "logits";
    /** The name of the extra. */
    public static final String LABELS = "labels";
    /** The name of the loss. */
    public static final String LOSS = "classification";
    /** The name of the measure: the share of samples whose highest score is the right class's. */
    public static final String ACCURACY = "accuracy";

    @Override
    public CoreResult evaluate(CoreInput input) {
        Tensor logits = input.online(LOGITS);
        float[] labels = input.extra(LABELS).data();
        int samples = logits.size(0);
        int classes = logits.size(1);
        if (labels.length != samples || logits.data().length != samples * classes) {
            throw new CoverException("The loss was given " + logits + " as scores and " + input.extra(LABELS)
                    + " as classes; each sample needs one row of scores and one class.");
        }
        float[] gradient = new float[logits.data().length];
        double[] row = new double[classes];
        double loss = 0;
        int right = 0;
        for (int sample = 0; sample < samples; sample++) {
            int label = label(labels[sample], classes);
            int highest = 0;
            for (int c = 0; c < classes; c++) {
                row[c] = logits.data()[sample * classes + c];
                highest = row[c] > row[highest] ? c : highest;
            }
            right += highest == label ? 1 : 0;
            double score = row[label];
            loss += Softmax.inPlace(row) - score;
            row[label] -= 1;
            for (int c = 0; c < classes; c++) {
                gradient[sample * classes + c] = (float) (row[c] / samples);
            }
        }
        return new CoreResult().loss(LOSS, loss / samples).measure(ACCURACY, (double) right / samples)
                .gradient(LOGITS, new Tensor(gradient, logits.shape())).weight(samples);
    }

    @Override
    public List<String> reads() {
        return List.of(LABELS);
    }

    @Override
    public boolean addsUp() {
        return true;
    }

    private static int label(float value, int classes) {
        int label = Math.round(value);
        if (label != value || label < 0 || label >= classes) {
            throw new CoverException("A sample's class is " + value + "; it must be a whole number from 0 to "
                    + (classes - 1) + ".");
        }
        return label;
    }
}
