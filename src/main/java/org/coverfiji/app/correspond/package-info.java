/**
 * The verb correspond: where points and regions of one image lie in another of the same kind. For commands and scripts.
 */
package org.coverfiji.app.correspond;
