/**
 * The verb find similar: where images are like a pixel or a region, as maps of cosines and as the best places. For
 * commands and scripts.
 */
package org.coverfiji.app.similar;
