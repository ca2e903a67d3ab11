/**
 * From files, folders and ImageJ's open images to {@link org.coverfiji.image.FloatImage}: which files are one image,
 * what
 * can be used, what is left out and why. Called by the verbs, labels and commands; knows the formats.
 */
package org.coverfiji.image.read;
