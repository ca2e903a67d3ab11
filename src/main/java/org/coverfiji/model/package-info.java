/**
 * The model file: what it says, its weights and statistics, reading and writing. Format in docs/format.md. Called by
 * the verbs; knows no command, no training and no window.
 */
package org.coverfiji.model;
