/**
 * SciJava commands: parameters in, one verb called, results shown; no work of their own. Called by Fiji, by our
 * launcher and by {@link org.coverfiji.legacy}.
 */
package org.coverfiji.command;
