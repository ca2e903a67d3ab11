package org.coverfiji.train.label;

import java.util.List;

import org.coverfiji.engine.api.LabelBatch;
import org.coverfiji.engine.api.Tensor;

/** What a network in training makes of one labelled patch. Immutable; nobody may write into its arrays. */
public final class LabelPreview {

    private final long iteration;
    private final String name;
    private final LabelBatch patch;
    private final Tensor probabilities;
    private final List<String> classNames;

    /**
     * @param iteration iterations that the network has seen
     * @param name of the image that the patch is from
     * @param patch a batch of one patch
     * @param probabilities [1, classes, (D,) H, W]
     * @param classNames as many as there are classes
     */
    public LabelPreview(long iteration, String name, LabelBatch patch, Tensor probabilities, List<String> classNames) {
        if (patch.size() != 1 || probabilities.size(1) != classNames.size()) {
            throw new IllegalArgumentException(patch.size() + " patches, " + probabilities.size(1)
                    + " probabilities of " + classNames);
        }
        this.iteration = iteration;
        this.name = name;
        this.patch = patch;
        this.probabilities = probabilities;
        this.classNames = List.copyOf(classNames);
    }

    public long iteration() {
        return iteration;
    }

    /** The image's name. */
    public String name() {
        return name;
    }

    public LabelBatch patch() {
        return patch;
    }

    public List<String> classNames() {
        return classNames;
    }

    /** The true class of every pixel, (D,) H, W; −1 where none is said. */
    public int[] truth() {
        int[] truth = new int[patch.labels().data().length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = patch.mask().data()[i] > 0 ? Math.round(patch.labels().data()[i]) : -1;
        }
        return truth;
    }

    /** The most probable class of every pixel, (D,) H, W. */
    public int[] predicted() {
        float[] values = probabilities.data();
        int pixels = values.length / classNames.size();
        int[] predicted = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            for (int k = 1; k < classNames.size(); k++) {
                if (values[k * pixels + i] > values[predicted[i] * pixels + i]) {
                    predicted[i] = k;
                }
            }
        }
        return predicted;
    }
}
