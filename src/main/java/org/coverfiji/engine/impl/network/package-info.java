/**
 * The networks: the U-Net, the graphs for pretraining, features and tasks, and the implementations of
 * {@code engine.api}'s networks that train and run them. Called by the engine's entry point.
 */
package org.coverfiji.engine.impl.network;
