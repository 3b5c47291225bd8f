/**
 * Runs on: driver, and is pure: no Spark, files, clocks or threads. Which configurations may be
 * tried: {@link io.espalier.search.space.Parameter}s with their {@link
 * io.espalier.search.space.Domain}s span a {@link io.espalier.search.space.SearchSpace}, and a
 * {@link io.espalier.search.space.Constraint} takes configurations out of it.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.search.space;
