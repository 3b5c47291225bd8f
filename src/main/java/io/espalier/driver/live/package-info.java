/**
 * Runs on: driver. A run's page while the run goes on: served to this machine alone, by a secret in
 * its address, and told what happens. A person may stop trials and the search there; either goes
 * the way that it goes without a page.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.live;
