/**
 * Chooses between the implementations of the kernels, by data type, device and a system property. The one room that
 * knows both; whoever needs kernels asks here.
 */
package org.coverfiji.engine.impl.kernel.choice;
