/**
 * Runs on: driver, and is pure: no Spark, files, clocks or threads. Which configuration comes next.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.search.suggest;
