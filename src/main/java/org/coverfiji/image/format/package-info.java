/**
 * One reader for each file format, behind one interface for what is read. Called by {@link org.coverfiji.image} alone.
 */
package org.coverfiji.image.format;
