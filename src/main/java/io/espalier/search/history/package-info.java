/**
 * Runs on: driver, and is pure: no Spark, files, clocks or threads. What has happened: events, and
 * the trials and indexes derived from them.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.search.history;
