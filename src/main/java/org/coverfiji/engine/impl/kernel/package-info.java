/**
 * The operations of the networks on arrays, as interfaces; every implementation of one gives the same numbers.
 * {@code layer}, {@code optimizer} and {@code network} call them through an implementation that {@code kernel.choice}
 * hands out. Nothing here knows the implementations.
 */
package org.coverfiji.engine.impl.kernel;
