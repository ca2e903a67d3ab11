/**
 * The engine on ND4J and Deeplearning4j. Classes here and below are defined by the engine's own class loader; the host
 * reaches them through {@code engine.api} alone. Here: the entry point, and what it reports of the native libraries,
 * their memory and their speed.
 */
package org.coverfiji.engine.impl;
