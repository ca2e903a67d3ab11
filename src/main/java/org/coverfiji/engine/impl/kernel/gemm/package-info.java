/**
 * Convolutions as products of matrices, by the OpenBLAS that ND4J brings for every platform: for processors that oneDNN
 * has no convolutions for, such as most of ARM's. Called by {@code kernel.fused}.
 */
package org.coverfiji.engine.impl.kernel.gemm;
