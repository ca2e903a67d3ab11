/**
 * Networks as ONNX files, for other programs to run: the operators of the U-Net and its heads, as the graphs of
 * {@code network} have them. Nothing here computes.
 */
package org.coverfiji.engine.impl.onnx;
