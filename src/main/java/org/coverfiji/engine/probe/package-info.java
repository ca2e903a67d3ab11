/**
 * A small program that {@code engine} runs in a process of its own, to see whether a device computes correctly before
 * it is chosen. Nobody else calls it.
 */
package org.coverfiji.engine.probe;
