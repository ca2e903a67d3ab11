/**
 * The verb evaluate: how well predicted label images agree with true ones, whatever program made them. For commands and
 * scripts.
 */
package org.coverfiji.app.evaluate;
