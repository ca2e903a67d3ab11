/**
 * What verbs share when they work through folders: one image after the other, names of results, and the record of what
 * made them. For the other verbs.
 */
package org.coverfiji.app.files;
