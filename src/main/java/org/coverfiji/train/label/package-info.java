/**
 * Batches of labelled patches and images. Called by fine-tuning.
 */
package org.coverfiji.train.label;
