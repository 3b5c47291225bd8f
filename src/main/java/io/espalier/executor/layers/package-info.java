/**
 * Runs on: executors. What DL4J lacks, written as its extensions: an activation, a pooling layer
 * and an updater. Each is saved in a model's zip by its class name and fields, and works again when
 * the zip is loaded.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.executor.layers;
