/**
 * Runs on: driver, and is pure: no Spark, files, clocks or threads. A search on a virtual clock:
 * the scheduler decides as in a run, and what stands in for training gives the outcomes.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.search.simulate;
