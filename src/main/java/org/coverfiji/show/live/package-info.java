/**
 * The training window and what is drawn in it. Called by commands; hears of training as a listener.
 */
package org.coverfiji.show.live;
