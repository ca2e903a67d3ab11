/**
 * What computer and software a run was made with, as lines for people and for model files. For the other verbs.
 */
package org.coverfiji.app.environment;
