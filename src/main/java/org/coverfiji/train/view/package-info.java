/**
 * Batches of views for pretraining: motion, appearance, order. Called by pretraining; a pure function of seed and
 * iteration.
 */
package org.coverfiji.train.view;
