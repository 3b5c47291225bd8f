/**
 * Runs on: driver, and is pure: no Spark, files, clocks or threads. Who trains, how far, and who
 * stops.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.search.schedule;
