package org.coverfiji.metric;

import org.coverfiji.image.label.LabelImage;

/**
 * The Dice alone of {@link SegmentationScores}, by the same formula, without keeping images' scores: quick enough for
 * every validation.
 */
public final class DiceCounts {

    private final double[] sum;
    private final int[] images;

    public DiceCounts(int classes) {
        sum = new double[classes];
        images = new int[classes];
    }

    /** Adds an image; pixels whose label is to be ignored do not count. */
    public void add(int[] prediction, LabelImage truth) {
        long[] common = new long[sum.length];
        long[] both = new long[sum.length];
        for (int i = 0; i < prediction.length; i++) {
            int label = truth.get(i);
            if (label >= 0) {
                both[prediction[i]]++;
                both[label]++;
                if (label == prediction[i]) {
                    common[label]++;
                }
            }
        }
        for (int c = 0; c < sum.length; c++) {
            if (both[c] > 0) {
                sum[c] += 2.0 * common[c] / both[c];
                images[c]++;
            }
        }
    }

    /** The mean of a class over the images that show or predict it; NaN if none does. */
    public double dice(int label) {
        return sum[label] / images[label];
    }

    /** The mean over the classes but the first of {@link #dice}, those left out that are NaN; NaN if all are. */
    public double mean() {
        double total = 0;
        int count = 0;
        for (int c = 1; c < sum.length; c++) {
            if (images[c] > 0) {
                total += dice(c);
                count++;
            }
        }
        return total / count;
    }
}
