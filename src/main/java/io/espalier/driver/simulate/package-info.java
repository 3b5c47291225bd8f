/**
 * Runs on: driver. An experiment's search on a virtual clock instead of a cluster: what its
 * functions give, or what a run recorded.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.simulate;
