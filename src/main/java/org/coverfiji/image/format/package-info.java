/**
 * One reader for each file format, behind one interface for what is read. Called by {@link org.coverfiji.image.read}
 * alone.
 */
package org.coverfiji.image.format;
