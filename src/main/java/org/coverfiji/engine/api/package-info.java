/**
 * What host and engine say to each other: interfaces that {@code engine.impl} implements and values that go to and fro,
 * of JDK types alone, because the two sides have different class loaders. Anybody may use it; it uses nothing but
 * messages for users.
 */
package org.coverfiji.engine.api;
