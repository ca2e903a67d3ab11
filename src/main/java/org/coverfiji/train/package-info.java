/**
 * The training loop, its schedule, stop signal, checkpoints and listeners, whatever is trained. Knows no verb, no
 * command and no window; those listen to it.
 */
package org.coverfiji.train;
