/**
 * Runs on: executors. What DL4J lacks, written as its extensions: activations, a pooling layer, an
 * updater, and the two vertices of graph networks. Each is saved in a model's zip by its class name
 * and fields, and works again when the zip is loaded.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.layers;
