/**
 * Layers and vertices of Deeplearning4j's graphs: their configurations, which are stored as JSON, and what computes
 * them by kernels. {@code network} builds graphs of them.
 */
package org.coverfiji.engine.impl.layer;
