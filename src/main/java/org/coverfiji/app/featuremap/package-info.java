/**
 * The verb map: the features of labelled pixels in the plane, for several models side by side, and how well they tell
 * the classes apart. For commands and scripts.
 */
package org.coverfiji.app.featuremap;
