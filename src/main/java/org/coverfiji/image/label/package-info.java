/**
 * Labels: which files belong to which images, which values are which classes, ROIs as labels, images by class. Called
 * by the verbs.
 */
package org.coverfiji.image.label;
