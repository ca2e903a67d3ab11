/**
 * Finds and starts the numeric engine: which folder of jars and natives, for which device, behind a class loader of its
 * own. The host asks {@link org.coverfiji.engine.EngineLoader} for an engine and then knows {@code engine.api} only;
 * nothing here or above may name a type of ND4J or Deeplearning4j.
 */
package org.coverfiji.engine;
