package org.coverfiji.image.label;

import java.util.List;

import org.coverfiji.CoverException;
import org.coverfiji.image.FloatImage;

/**
 * What the values of label images mean. Without further wishes every value (or colour, in an RGB image) that occurs
 * is a class, in ascending order: so 0 is the background, class numbers stay what they are, and in a 0/255 mask 255
 * is class 1. Immutable.
 *
 * <p>The value −1 (32-bit images) always means a pixel that is to be ignored.
 */
public final class LabelRule {

    /** Every value is a class, and 0 is one of them. */
    public static final LabelRule DEFAULT = new LabelRule(false, false, 0);

    private final boolean instancesAreOneClass;
    private final boolean unlabelledIsIgnored;
    private final int classes;

    /**
     * @param instancesAreOneClass values number objects: every value above 0 is class 1
     * @param unlabelledIsIgnored 0 (black, or what no ROI covers) is no class; its pixels are ignored, and the lowest
     *        value above 0 is class 0
     * @param classes how many classes there are, 0 to find out
     * @throws CoverException if that leaves fewer than two classes
     */
    public LabelRule(boolean instancesAreOneClass, boolean unlabelledIsIgnored, int classes) {
        if (instancesAreOneClass && unlabelledIsIgnored) {
            throw new CoverException("If all objects are one class and unlabelled pixels are ignored, there is only"
                    + " one class; choose one of the two options.");
        }
        if (classes < 0 || classes == 1) {
            throw new CoverException("The number of classes is " + classes + "; it must be 2 or more (the background"
                    + " counts as one), or 0 to find out.");
        }
        if (instancesAreOneClass && classes > 2) {
            throw new CoverException("If all objects are one class, there are 2 classes with the background, not "
                    + classes + "; set the number of classes to 2 or 0.");
        }
        this.instancesAreOneClass = instancesAreOneClass;
        this.unlabelledIsIgnored = unlabelledIsIgnored;
        this.classes = classes;
    }

    public boolean instancesAreOneClass() {
        return instancesAreOneClass;
    }

    public boolean unlabelledIsIgnored() {
        return unlabelledIsIgnored;
    }

    /** As said by the user: 0 to find out. */
    public int classes() {
        return classes;
    }

    /**
     * Finds the classes of a set of label images, in which not every class needs to occur in every image.
     *
     * @throws CoverException if the values are no labels, do not fit the number of classes, or are all the same
     */
    public LabelClasses learn(Iterable<FloatImage> raw) {
        LabelValues values = new LabelValues();
        for (FloatImage image : raw) {
            values.add(image);
        }
        return LabelClasses.of(this, values);
    }

    /**
     * The classes of a label image that stands alone.
     *
     * @throws CoverException as {@link #learn}
     */
    public LabelImage apply(FloatImage raw) {
        return learn(List.of(raw)).apply(raw);
    }
}
