package org.coverfiji.metric;

import java.util.stream.IntStream;

import org.coverfiji.image.label.LabelImage;

/** Overlap of predicted and drawn classes, added up over images: quick enough for every validation. */
public final class DiceCounts {

    private final long[] common;
    private final long[] predicted;
    private final long[] drawn;

    public DiceCounts(int classes) {
        common = new long[classes];
        predicted = new long[classes];
        drawn = new long[classes];
    }

    /** Pixels whose label is to be ignored do not count. */
    public void add(int[] prediction, LabelImage truth) {
        for (int i = 0; i < prediction.length; i++) {
            int label = truth.get(i);
            if (label >= 0) {
                predicted[prediction[i]]++;
                drawn[label]++;
                if (label == prediction[i]) {
                    common[label]++;
                }
            }
        }
    }

    /** 2·|A∩B| / (|A|+|B|); NaN for a class that is nowhere. */
    public double dice(int label) {
        return 2.0 * common[label] / (predicted[label] + drawn[label]);
    }

    /** The mean over the classes but the first that are somewhere; NaN if none is. */
    public double mean() {
        return IntStream.range(1, common.length).mapToDouble(this::dice).filter(dice -> !Double.isNaN(dice)).average()
                .orElse(Double.NaN);
    }
}
