/**
 * The pretraining methods as recipes: data from which settings, sampler, network, curves and reports follow. Called by
 * the verbs, commands and tests; loads no numeric library and knows no verb.
 */
package org.coverfiji.method;
