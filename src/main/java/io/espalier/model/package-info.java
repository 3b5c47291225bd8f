/**
 * Runs on: both sides, and is pure. What is known of a network without an engine: the shapes of its
 * layers, its numbers of parameters, and when it is impossible.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.model;
