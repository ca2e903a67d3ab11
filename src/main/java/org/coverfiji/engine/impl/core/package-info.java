/**
 * Loss cores: the losses of the methods as pure functions over arrays in Java's memory, with no type of DL4J or ND4J.
 * Embeddings, extras and memories come in; named losses, the gradient at each online embedding and what is to be
 * remembered go out. A core holds settings only; whatever changes from step to step is its caller's.
 */
package org.coverfiji.engine.impl.core;
