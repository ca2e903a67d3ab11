package org.coverfiji.app.next;

import java.util.Locale;

import org.coverfiji.CoverException;

/** By what images are ranked. */
public enum Criterion {

    /** By how far an image's features are from those of all that are labelled or ranked before it. */
    COVERAGE,
    /** By how unsure a task model is. */
    UNCERTAINTY,
    /** By the product of both, so that neither strange images nor many alike of which the model is unsure prevail. */
    BOTH;

    /** Stands for both where there is a task model, else for coverage. */
    public static final String AUTO = "auto";

    /**
     * A criterion as users write it.
     *
     * @param task whether there is a task model
     * @throws CoverException if it is none, or needs a task model that is not there
     */
    public static Criterion of(String text, boolean task) {
        String name = text.trim().toLowerCase(Locale.ROOT);
        if (name.equals(AUTO)) {
            return task ? BOTH : COVERAGE;
        }
        for (Criterion criterion : values()) {
            if (criterion.toString().equals(name)) {
                if (criterion != COVERAGE && !task) {
                    throw new CoverException("by is " + name + ", but there is no task model whose uncertainty could be"
                            + " measured; give task a segmentation or classification model, or rank by coverage.");
                }
                return criterion;
            }
        }
        throw new CoverException("by is " + text + ", but must be auto, coverage, uncertainty or both.");
    }

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
