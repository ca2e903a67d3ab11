/**
 * The verb fine-tune: labelled images in, a segmentation or classification model out. For commands and scripts.
 */
package org.coverfiji.app.finetune;
