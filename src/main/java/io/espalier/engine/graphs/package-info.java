/**
 * Runs on: executors. The ways forward and back through a graph-convolution network, for batches of
 * graphs of any sizes put one after another, or for one large graph. The propagation matrix and
 * inputs that are mostly zeros are kept as the numbers that are not zero, so that time and memory
 * grow with nodes and edges. Weights belong to a DL4J network; everything between its input and its
 * loss is done here, in Java arrays, which the virtual machine's vector instructions reach, and by
 * BLAS.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.graphs;
