/**
 * Comparisons of pretraining methods on one's own labelled images: which runs there are, what is done already, making
 * the rest, and their rows on disk. For commands and scripts; reports are made by
 * {@link org.coverfiji.app.compare.report} from what lies on disk.
 */
package org.coverfiji.app.compare;
