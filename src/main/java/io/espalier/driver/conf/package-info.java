/**
 * Runs on: driver. Turns an experiment file and command-line overrides into an {@link
 * io.espalier.driver.conf.ExperimentSpec}, or into one message with every problem. The only code
 * that knows Typesafe Config.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.conf;
