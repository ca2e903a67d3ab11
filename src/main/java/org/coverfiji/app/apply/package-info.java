/**
 * The verbs segment and classify: what a fine-tuned model does with images and folders. For commands and scripts, and
 * fine-tuning's validation.
 */
package org.coverfiji.app.apply;
