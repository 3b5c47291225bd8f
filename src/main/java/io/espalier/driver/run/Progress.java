package io.espalier.driver.run;

import java.util.OptionalDouble;

/**
 * How far a run is.
 *
 * @param total trials of the search, invalid ones included
 * @param done trials that need no more work, whatever their status
 * @param failed of those, the diverged, failed and invalid ones
 * @param trained of those, the ones that were trained since the program started (for the time left)
 * @param best the best objective so far
 * @param bestSpread its standard deviation over the folds of a cross-validation; empty without
 *     folds
 * @param bestConfiguration its configuration; empty while there is none
 */
public record Progress(
    long total,
    long done,
    long running,
    long failed,
    long trained,
    OptionalDouble best,
    OptionalDouble bestSpread,
    String bestConfiguration) {}
