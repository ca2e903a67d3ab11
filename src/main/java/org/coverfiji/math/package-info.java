/**
 * Linear algebra on features (covariance, principal components, unit vectors), and statistics of comparisons. Anybody
 * above the engine may call it.
 */
package org.coverfiji.math;
