/**
 * The verb show: the displacements that COVER sees between two views or images, level by level: the paper's multi-scale
 * figure. For commands and scripts.
 */
package org.coverfiji.app.vectors;
