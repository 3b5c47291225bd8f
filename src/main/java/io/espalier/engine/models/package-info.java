/**
 * Runs on: executors. Turns a description of a network ({@link io.espalier.wire.ModelSpec}) into a
 * DL4J network of layers, or of vertices if it is over graphs, starts its weights from a seed, and
 * writes and reads it as a DL4J model zip.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.models;
