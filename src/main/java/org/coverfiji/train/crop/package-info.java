/**
 * Crops of images with their places, turned images, and parts of volumes: what methods of contrast and of turning are
 * given. Called by recipes; stands on the room of views.
 */
package org.coverfiji.train.crop;
