/**
 * The verb propagate: labels of few images, or scribbles in one, given to all pixels whose features are like those of
 * labelled ones, without training. For commands, scripts and comparisons.
 */
package org.coverfiji.app.propagate;
