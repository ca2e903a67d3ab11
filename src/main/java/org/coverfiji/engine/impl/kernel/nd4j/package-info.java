/**
 * The kernels as compositions of ND4J's own operations: for double, in which gradients are checked, for devices other
 * than the processor, and as the reference of the fused ones. Called through {@code kernel.choice}, and by
 * {@code kernel.fused} for convolutions where oneDNN is missing.
 */
package org.coverfiji.engine.impl.kernel.nd4j;
