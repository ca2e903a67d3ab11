/**
 * The verb pretrain: unlabelled images in, a pretrained model out. For commands and scripts.
 */
package org.coverfiji.app.pretrain;
