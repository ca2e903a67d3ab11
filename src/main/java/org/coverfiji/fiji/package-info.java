/**
 * What Fiji does with a command before it runs: who asked for it, which values a macro's line gives, which image it
 * means. Called by SciJava alone.
 */
package org.coverfiji.fiji;
