/**
 * The kernels for float arrays in the processor's memory: loops over {@code float[]} that several threads share and
 * that C2, the virtual machine's compiler, makes vector instructions of. Convolutions and changes of layout it takes
 * from {@code kernel.onednn}, or from {@code kernel.nd4j} where oneDNN is missing. Called through
 * {@code kernel.choice}; the engine's entry point sets the number of threads.
 */
package org.coverfiji.engine.impl.kernel.fused;
