/**
 * What is done to a patch that a network is to restore: noise, holes, shuffling, curves of intensity, painting. All of
 * it in primitive loops; every draw comes from the patch's own random numbers.
 */
package org.coverfiji.train.corrupt;
