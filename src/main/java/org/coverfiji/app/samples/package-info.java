/**
 * The verb open sample: the sample images and macros that come with the jar, for trying an installed suite.
 */
package org.coverfiji.app.samples;
