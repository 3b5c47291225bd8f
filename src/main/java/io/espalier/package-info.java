/**
 * Runs on: driver. The library's face: what a program imports. {@link io.espalier.Experiment} is
 * what to search, {@link io.espalier.Espalier} runs it and returns a {@link io.espalier.Run},
 * {@link io.espalier.RunListener} hears of it. These know models, data and the search, and nothing
 * of how they are run; only the two ways in, {@code Espalier} and {@link io.espalier.Main}, import
 * the driver.
 */
@org.jspecify.annotations.NullMarked
package io.espalier;
