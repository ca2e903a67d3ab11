/**
 * What dialogs say before a run: what it will cost and which settings cannot work. For commands; loads no engine.
 */
package org.coverfiji.app.forecast;
