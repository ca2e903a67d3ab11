/**
 * The verb correct: predictions that somebody has corrected become labels of a collection, from which training goes on.
 * For commands and scripts.
 */
package org.coverfiji.app.correct;
