/**
 * What the verbs share that look at what models have learnt: models side by side, the images to look at them with, the
 * windows that a network sees of those, COVER's projection heads.
 */
package org.coverfiji.app.inspect;
