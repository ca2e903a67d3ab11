/**
 * The dialog of every command, the same in ImageJ and in Fiji: made from the commands' declarations
 * ({@link org.coverfiji.command.DialogHints}) and the methods' settings. Called by the hosts.
 */
package org.coverfiji.dialog;
