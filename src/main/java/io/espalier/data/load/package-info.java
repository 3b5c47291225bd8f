/**
 * Runs on: driver. Turns the {@code data} part of an experiment into what executors need: read,
 * limited, split, its normalisation fitted on the training part, fingerprinted.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data.load;
