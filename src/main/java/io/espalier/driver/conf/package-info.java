/**
 * Runs on: driver. Nodes to values: an experiment file becomes an {@link io.espalier.Experiment},
 * or one message with every problem. The front end that the command line uses; nothing behind it
 * knows text.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.conf;
