/**
 * How good predictions are: overlap, surface distances, classification scores, and the tables that tell it. Called by
 * the verbs and by what shows their results.
 */
package org.coverfiji.metric;
