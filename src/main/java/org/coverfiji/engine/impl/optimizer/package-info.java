/**
 * How gradients become steps: clipping, weight decay, Adam as PyTorch has it, and the learning rate. {@code network}
 * gives it to its graphs.
 */
package org.coverfiji.engine.impl.optimizer;
