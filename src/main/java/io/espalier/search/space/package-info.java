/**
 * Runs on: driver, and is pure: no Spark, files, clocks or threads. Which configurations may be
 * tried.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.search.space;
