/**
 * Runs on: driver. Text to nodes: an experiment file and command-line overrides become a tree of
 * {@link io.espalier.driver.hocon.Node}s that know where they were written; whatever is wrong
 * becomes one of {@link io.espalier.driver.hocon.Problems}, and reading goes on. The only code that
 * knows Typesafe Config; what the words mean it does not know.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.driver.hocon;
