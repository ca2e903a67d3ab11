/**
 * The entry of {@code java -jar}: arguments, and what must be set before any library loads. Called by nobody.
 */
package org.coverfiji.launch;
