/**
 * What every verb that trains is told: steps, batch, rate, seed, patch, output. For {@link org.coverfiji.app.pretrain}
 * and {@link org.coverfiji.app.finetune}, whose settings add what is their own.
 */
package org.coverfiji.app.training;
