/**
 * Runs on: driver. Sets that need no download, drawn from a seed. They use only arithmetic that
 * Java defines to the last bit (plain operations, square roots, {@link java.lang.StrictMath}), so
 * that a seed gives the same bytes on every machine.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.data.generate;
