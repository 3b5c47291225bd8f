/**
 * Runs on: driver. The cluster as Spark shows it: the settings that trials depend on, how large an
 * executor must be for a model and its data, how many trials may be out at once, and what is
 * refused before anything trains, in one line that says what to do.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.cluster;
