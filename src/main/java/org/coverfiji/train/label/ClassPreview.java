package org.coverfiji.train.label;

import java.util.List;

import org.coverfiji.image.FloatImage;

/** What a network in training makes of some whole images. Immutable; nobody may write into its arrays. */
public final class ClassPreview {

    private final long iteration;
    private final List<Judged> images;
    private final List<String> classNames;

    /**
     * @param iteration iterations that the network has seen
     * @param images the same ones in every preview of a run
     * @param classNames as many as an image has probabilities
     */
    public ClassPreview(long iteration, List<Judged> images, List<String> classNames) {
        this.iteration = iteration;
        this.images = List.copyOf(images);
        this.classNames = List.copyOf(classNames);
    }

    public long iteration() {
        return iteration;
    }

    public List<Judged> images() {
        return images;
    }

    public List<String> classNames() {
        return classNames;
    }

    /** An image with its class and the network's probabilities. */
    public static final class Judged {

        private final FloatImage image;
        private final int truth;
        private final float[] probabilities;

        /** @param image prepared, values 0 to 1 */
        public Judged(FloatImage image, int truth, float[] probabilities) {
            this.image = image;
            this.truth = truth;
            this.probabilities = probabilities;
        }

        public FloatImage image() {
            return image;
        }

        /** The image's class. */
        public int truth() {
            return truth;
        }

        /** The most probable class. */
        public int predicted() {
            int best = 0;
            for (int k = 1; k < probabilities.length; k++) {
                best = probabilities[k] > probabilities[best] ? k : best;
            }
            return best;
        }

        /** The probability of the most probable class, 0 to 1. */
        public float certainty() {
            return probabilities[predicted()];
        }
    }
}
