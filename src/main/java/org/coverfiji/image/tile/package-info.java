/**
 * Sliding windows over whole images, their blending, and what networks predict through them. Called by the verbs.
 */
package org.coverfiji.image.tile;
