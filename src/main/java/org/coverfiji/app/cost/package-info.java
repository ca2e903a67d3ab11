/**
 * What training needs, estimated and measured: memory, time, speed. For the other verbs.
 */
package org.coverfiji.app.cost;
