/**
 * Runs on: driver, without Spark, files or clocks. What a finished search tells about its
 * parameters: which of them decided whether a trial is among the best, how sure that is, and what
 * chance alone would tell of them.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.search.importance;
