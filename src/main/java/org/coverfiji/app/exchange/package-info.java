/**
 * The verb exchange: other programs' weights become model files, and model files what other programs read. For commands
 * and scripts.
 */
package org.coverfiji.app.exchange;
