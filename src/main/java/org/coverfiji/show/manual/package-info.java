/**
 * The manual in a window of its own, without a network. Called by commands and dialogs.
 */
package org.coverfiji.show.manual;
