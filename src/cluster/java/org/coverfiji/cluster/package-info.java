/**
 * COVER on Apache Spark: training of one model by several machines, and work on folders and comparisons spread over
 * them. Built by a profile of its own, known by nobody, not shipped.
 */
package org.coverfiji.cluster;
