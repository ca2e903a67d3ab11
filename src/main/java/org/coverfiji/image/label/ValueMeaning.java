package org.coverfiji.image.label;

/** What the values of predicted label images are. */
public enum ValueMeaning {

    /** To be found out. */
    AUTO,

    /** Those of the true label images, as other programs write them. */
    LABELS,

    /** Numbers of the classes from 0 on, as a segmentation of this suite has them. */
    CLASSES
}
