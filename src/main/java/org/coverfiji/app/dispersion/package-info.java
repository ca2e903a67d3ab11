/**
 * The verb disperse: how far models pull the features of neighbouring pixels apart, on the user's own images: the
 * paper's claim, measured. For commands and scripts.
 */
package org.coverfiji.app.dispersion;
