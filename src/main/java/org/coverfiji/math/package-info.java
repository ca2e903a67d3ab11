/**
 * Linear algebra on features: covariance, principal components, unit vectors. Anybody above the engine may call it.
 */
package org.coverfiji.math;
