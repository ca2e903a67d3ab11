/**
 * Pairs of different images, moved alike, of which one may be spoilt: what methods of registration are given. Called by
 * recipes; stands on the rooms of views and corruptions.
 */
package org.coverfiji.train.pair;
