/**
 * The verb embed: features of every pixel as image layers and files. For commands and scripts.
 */
package org.coverfiji.app.embed;
