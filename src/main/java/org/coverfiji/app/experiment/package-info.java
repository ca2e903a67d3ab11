/**
 * Comparisons: networks from scratch against pretrained ones on one's own labels. For commands and scripts.
 */
package org.coverfiji.app.experiment;
