/**
 * oneDNN, called directly: convolutions, and copies between row-major maps and its blocks of channels. Called by
 * {@code kernel.fused}; its version and its memory are reported by the engine's entry point.
 */
package org.coverfiji.engine.impl.kernel.onednn;
