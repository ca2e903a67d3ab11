package org.coverfiji.image.label;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Which images a model was trained, validated and tested on: by what they show, not by their names, so that a run that
 * is resumed with another seed or other images keeps them apart. Immutable; model files hold it.
 */
public final class DataSplit {

    private final List<String> training;
    private final List<String> validation;
    private final List<String> test;
    private final String judged;

    /**
     * @param training and the others: fingerprints of the images' content
     * @param judged fingerprint of the validation images with their labels: scores are comparable where it is equal
     */
    public DataSplit(Collection<String> training, Collection<String> validation, Collection<String> test,
            String judged) {
        this.training = sorted(training);
        this.validation = sorted(validation);
        this.test = sorted(test);
        this.judged = judged;
    }

    private static List<String> sorted(Collection<String> contents) {
        return Collections.unmodifiableList(new ArrayList<>(new TreeSet<>(contents)));
    }

    /** Fingerprints of the images of a part, in their order. */
    public List<String> contents(Part part) {
        return part == Part.TRAINING ? training : part == Part.VALIDATION ? validation : test;
    }

    /** Where an image belongs; null if it is new. What was ever trained on is a training image. */
    public Part part(String content) {
        for (Part part : Part.values()) {
            if (Collections.binarySearch(contents(part), content) >= 0) {
                return part;
            }
        }
        return null;
    }

    /** Whether scores on the validation images of both mean the same. */
    public boolean isJudgedLike(DataSplit other) {
        return judged.equals(other.judged);
    }

    /** A file may hold less. */
    public boolean isWhole() {
        return training != null && validation != null && test != null && judged != null;
    }

    @Override
    public String toString() {
        return training.size() + " training, " + validation.size() + " validation and " + test.size()
                + " test images";
    }
}
