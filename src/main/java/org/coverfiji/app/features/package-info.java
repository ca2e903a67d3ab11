/**
 * Features of whole images without a task: every level of the U-Net at its own resolution, standardised, kept while
 * memory allows; vectors at points, similarity to one, principal components. For the verbs that look at features.
 */
package org.coverfiji.app.features;
