/**
 * Weights in other programs' files: PyTorch's checkpoints and safetensors, read and written, and the names under which
 * the published program keeps the network's. Nothing in a file is ever run. Called by the verb exchange; knows no
 * network engine.
 */
package org.coverfiji.model.exchange;
