/**
 * Runs on: driver. The two ways in: {@link io.espalier.Main} for the command line and {@link
 * io.espalier.Espalier} as a library.
 */
@org.jspecify.annotations.NullMarked
package io.espalier;
