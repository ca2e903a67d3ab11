/**
 * The hosts other than Fiji: plain ImageJ's menu and macros, and ImageJ without a display. Called by ImageJ and the
 * launcher.
 */
package org.coverfiji.legacy;
