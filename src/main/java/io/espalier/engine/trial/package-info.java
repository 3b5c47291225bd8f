/**
 * Runs on: executors. Trains one segment: an epoch loop of our own over a {@link
 * io.espalier.engine.trial.TrainingStep}, measured after every epoch. Every random number comes
 * from the segment's seed and the epoch, so that going on from a checkpoint gives the same bits as
 * training through.
 */
@org.jspecify.annotations.NullMarked
package io.espalier.engine.trial;
